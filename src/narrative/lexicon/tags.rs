//! What a word may be in a sentence, and what a predicate says of people.

macro_rules! tags {
    ($($name:ident $key:literal,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum TagIndex { $($name,)* }
        /// What a word may be in a sentence; a word may be several things.
        pub(crate) mod tag {
            $(pub(crate) const $name: u128 = 1 << (super::TagIndex::$name as u8);)*
        }
        pub(super) const TAGS: &[(&str, u128)] = &[$(($key, tag::$name),)*];
    };
}

tags! {
    AND "and", OR "or", BUT "but", PREP "prep", PLACE_PREP "place_prep", OF "of", BY "by", INDEF "indefinite",
    DEF "definite", POSS "possessive", BE "be", HAVE "have", HAD "had", MODAL "modal", NOT "not", NO "no",
    NOBODY "nobody", REL "rel", SUBORD "subord", PRON "pronoun", THEM "them", HIM "him", OTHER "other", ALSO "also",
    INCL "incl", OF_THEM "of_them", OF_WOUNDED "of_wounded", VERB "verb", SAY "say", ACCORDING "according", DENIAL "denial", FEAR "fear", ADV "adverb", MONTH "month",
    WEEKDAY "weekday", ORDINAL "ordinal", AGE "age", TITLE "title", ABBREV "abbrev", TOLL "toll",
    INJURY_TOLL "injury_toll", UPDATE "update", SUPERSEDED "superseded", PROVISIONAL "provisional", FINAL "final",
    NOT_FINAL "not_final", HYPO "hypothetical", BACK "background", BACK_OF "background_of", SUPERLATIVE "superlative", AGAINST "against", NEEDS_PERSON "needs_person", BACK_SOFT "background_soft", AFTER "after", AFTER_DAYS "after_days", SELF "self",
    PROTEST "protest", CLAIM "claim", CLAIM_OFF "claim_off", INSURGENT "insurgent", ARMY "army", ENEMY "enemy",
    OWN "own", EVENT "event", UNREPORTED "unreported", UNKNOWN_TOLL "unknown_toll", WHOLE "whole", SAME "same",
    NOTHING "nothing", NOTHING_KILLED "nothing_killed", CODED "coded", SPLIT "split",
    ADMIT "admit", REACHED "reached",
    AT_LEAST "at_least", MORE_THAN "more_than", UP_TO "up_to", FEWER_THAN "fewer_than", ABOUT "about",
    EXACTLY "exactly", OR_MORE "or_more", OR_SO "or_so", RANGE_FROM "range_from", RANGE_TO "range_to",
    PERSON "person", PLURAL "plural", ANIMAL "animal", THING "thing", UNIT "unit", MONEY "money", TIME "time",
    COLLECTIVE "collective",
    NUMBER "#number", MULTIPLIER "#multiplier", DOZEN "#collective", ROUNDED "#rounded", VAGUE "#vague",
    IS_EN "en", IS_FR "fr",
    DUAL "#dual", OBJECT_MARK "object_mark", OBJECT_NUMBER "object_number", ODD_TENS "odd_tens", TEEN "#teen",
}

/// What a word of the other language may still mean: numbers and people, no grammar.
pub(super) const GUEST: u128 = tag::NUMBER
    | tag::MULTIPLIER
    | tag::DOZEN
    | tag::ROUNDED
    | tag::VAGUE
    | tag::AT_LEAST
    | tag::MORE_THAN
    | tag::UP_TO
    | tag::FEWER_THAN
    | tag::ABOUT
    | tag::EXACTLY
    | tag::PERSON
    | tag::PLURAL
    | tag::MONTH
    | tag::WEEKDAY
    | tag::TOLL
    | tag::INSURGENT
    | tag::UNIT
    | tag::IS_EN
    | tag::IS_FR;

/// What a predicate says happened to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub(crate) enum Kind {
    /// No predicate.
    #[default]
    None,
    Death,
    Injury,
    Abduction,
    Missing,
    Displaced,
    /// Neutralised, feared dead: dead, captured or fled.
    Neutralised,
    /// Killed and injured together.
    Casualty,
    Unhurt,
}

/// How a predicate finds its people.
pub(crate) mod form {
    /// Past participle: passive, reduced, or active after its agent.
    pub(crate) const PARTICIPLE: u8 = 1;
    /// Takes an object: "killing 5".
    pub(crate) const ACTIVE: u8 = 2;
    /// Takes a subject: "5 died".
    pub(crate) const INTRANSITIVE: u8 = 4;
    /// A noun counted by the number before it: "5 dead".
    pub(crate) const NOUN: u8 = 8;
    /// A noun whose people follow: "killing of 5".
    pub(crate) const NOMINAL: u8 = 16;
}

/// Vague quantities by their place in [`crate::model::Convention`].
pub(crate) const VAGUE: [&str; 7] = ["several", "some", "dozens", "scores", "hundreds", "thousands", "tens"];

/// What a word or phrase means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) tags: u128,
    pub(crate) kind: Kind,
    pub(crate) forms: u8,
    /// Value of a number word; index into [`VAGUE`] of a vague quantity.
    pub(crate) value: u32,
}

/// What an unknown word means.
pub(crate) static NOTHING: Entry = Entry { tags: 0, kind: Kind::None, forms: 0, value: 0 };

impl Entry {
    pub(super) fn join(&mut self, other: Entry) {
        self.tags |= other.tags;
        if other.kind != Kind::None && (self.kind == Kind::None || self.kind == other.kind) {
            self.kind = other.kind;
            self.forms |= other.forms;
        }
        if other.value != 0 {
            self.value = other.value;
        }
    }
}
