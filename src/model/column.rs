//! The columns that every preset maps to.

use std::fmt;

macro_rules! columns {
    ($($variant:ident $name:literal $help:literal,)*) => {
        /// A column that recount understands. The first ones are the generic columns of the
        /// documented contract; those from [`Col::Year`] on are facts that single formats carry
        /// and single rules check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Col { $(#[doc = $help] $variant,)* }

        impl Col {
            /// Every column, in the order of the contract.
            pub const ALL: &'static [Col] = &[$(Col::$variant,)*];
            /// How many columns there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The name that presets, settings and outputs use.
            pub const fn name(self) -> &'static str {
                match self { $(Col::$variant => $name,)* }
            }

            /// What the column holds, in a sentence.
            pub const fn help(self) -> &'static str {
                match self { $(Col::$variant => $help,)* }
            }
        }
    };
}

columns! {
    ReportId "report_id" "the data set's own id of the report",
    Document "document" "the article or note that the row was coded from",
    Source "source" "who published",
    Origin "origin" "who said it: army, prefecture, hospital",
    Published "published" "day of publication",
    EventDate "event_date" "day of the event, or the first day of its period",
    EventEnd "event_end" "last day of the event",
    DatePrecision "date_precision" "day, week, month or year",
    Country "country" "country",
    Admin1 "admin1" "first administrative level",
    Admin2 "admin2" "second administrative level",
    Admin3 "admin3" "third administrative level",
    Place "place" "populated place, as the source spells it",
    Lat "lat" "latitude, degrees north (WGS 84)",
    Lon "lon" "longitude, degrees east (WGS 84)",
    GeoPrecision "geo_precision" "exact, near, admin or country",
    Killed "killed" "number killed, or words for it",
    KilledLow "killed_low" "lowest credible number killed",
    KilledHigh "killed_high" "highest credible number killed",
    KilledQualifier "killed_qualifier" "wording before the number: at least, about",
    KilledCivilians "killed_civilians" "civilians among the killed",
    KilledSideA "killed_side_a" "killed of the first side",
    KilledSideB "killed_side_b" "killed of the second side",
    KilledUnknown "killed_unknown" "killed of unknown side",
    Injured "injured" "number injured, or words for it",
    Scope "scope" "total or partial: what the toll covers",
    Status "status" "provisional, updated or final",
    Actor "actor" "who attacked",
    Target "target" "who was attacked",
    EventType "event_type" "kind of event",
    Text "text" "the report's narrative",
    Headline "headline" "the headline",
    Url "url" "where it was published",
    Updated "updated" "when the row was last changed",
    Year "year" "year of the event as coded apart from its date",
    Month "month" "month of the event as coded apart",
    DayOfMonth "day" "day of the event as coded apart",
    SourceCount "source_count" "number of sources as coded",
    SourceDates "source_dates" "publication days of the sources, joined by semicolons",
    Related "related" "ids of related events, such as coordinated attacks, joined by commas or semicolons",
    KilledPerpetrators "killed_perpetrators" "attackers among the killed",
    KilledOfficers "killed_officers" "members of security forces among the killed",
    InjuredPerpetrators "injured_perpetrators" "attackers among the injured",
    Inter1 "inter1" "code of the first actor's kind",
    Inter2 "inter2" "code of the second actor's kind",
    Interaction "interaction" "code of both actors' kinds",
    Affected "affected" "people affected, apart from injured and homeless",
    Homeless "homeless" "people made homeless",
    TotalAffected "total_affected" "injured, affected and homeless together",
    Victims "victims" "killed and injured together",
    Weekday "weekday" "weekday of the event as coded apart",
    PlaceType "place_type" "kind of place: village, quarter, camp",
    GazetteerId "gazetteer_id" "id of the place in a gazetteer",
    CountryCode "country_code" "ISO 3166 or numeric code of the country",
    DyadName "dyad" "the two sides as one name",
    RunningTotal "running_total" "cumulative number killed so far in a series",
    Extra1 "extra1" "a column of the data set's own, for user rules",
    Extra2 "extra2" "a column of the data set's own, for user rules",
    Extra3 "extra3" "a column of the data set's own, for user rules",
    Extra4 "extra4" "a column of the data set's own, for user rules",
    KilledWomen "killed_women" "women among the killed",
    KilledMen "killed_men" "men among the killed",
    KilledChildren "killed_children" "children among the killed",
    PersonName "person_name" "name of a person, in a list of named people",
    PersonNameLocal "person_name_local" "the same name in the local script",
    Age "age" "age of the person in years",
    Sex "sex" "sex of the person, in a word or a letter",
    IdNumber "id_number" "number of the person's identity card",
    Incident "incident" "the list's number of the incident in which the person died",
    ListDate "list_date" "day on which this issue of the list was published",
    KilledGirls "killed_girls" "girls among the killed",
    KilledBoys "killed_boys" "boys among the killed",
    KilledElderly "killed_elderly" "elderly people among the killed",
    KilledCombatants "killed_combatants" "combatants among the killed",
    InjuredWomen "injured_women" "women among the injured",
    InjuredMen "injured_men" "men among the injured",
    InjuredChildren "injured_children" "children among the injured",
    PlaceDetail "place_detail" "where it happened, in words",
    Names "names" "people and places that a text names, joined by bars",
}

impl Col {
    /// The column of that name; case and surrounding blanks do not count.
    pub fn parse(name: &str) -> Option<Col> {
        let name = name.trim();
        Self::ALL.iter().copied().find(|col| col.name().eq_ignore_ascii_case(name))
    }

    /// The column with this index in [`Col::ALL`].
    pub fn from_index(index: usize) -> Option<Col> {
        Self::ALL.get(index).copied()
    }
}

impl serde::Serialize for Col {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Col {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Col, D::Error> {
        let name = String::deserialize(input)?;
        Col::parse(&name).ok_or_else(|| serde::de::Error::custom(format!("there is no column {name}")))
    }
}

impl fmt::Display for Col {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
