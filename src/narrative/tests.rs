use super::*;
use crate::model::Wording;
use proptest::prelude::*;

type Case = (&'static str, Option<(u32, Option<u32>)>, &'static str);

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (text, total, status) in cases {
        let reading = read(text, None);
        let have = reading.total.map(|toll| (toll.low, toll.high));
        if (have, reading.status.name()) != (*total, *status) {
            wrong.push(format!("{text}\n  want {total:?} {status}\n  have {have:?} {}", reading.status.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn english_as_agencies_write_it() {
    check(&[
        ("Twelve people, including three children, were killed in Gorom on Sunday.", Some((12, Some(12))), ""),
        (
            "At least seven people have been killed and dozens wounded in clashes between farmers and herders.",
            Some((7, None)),
            "",
        ),
        ("The army said its troops killed 40 terrorists in the Mandara hills.", Some((0, Some(40))), ""),
        ("Two soldiers and a civilian were killed and five others injured by a roadside bomb.", Some((3, Some(3))), ""),
        ("Gunmen killed 10 people, wounded 15 and abducted 20 others in the village.", Some((10, Some(10))), ""),
        ("The death toll from Friday's attack has risen to 34.", Some((34, Some(34))), "updated"),
        ("The toll has climbed from 8 to 12 after more bodies were found.", Some((12, Some(12))), "updated"),
        ("Nine farmers were hacked to death in their fields.", Some((9, Some(9))), ""),
        ("Some 30 civilians were massacred, survivors said.", Some((24, Some(36))), ""),
        ("No one was killed in the attack, police said.", Some((0, Some(0))), ""),
        ("No one else in the vehicle was hurt.", None, ""),
        (
            "Four militants were killed and four soldiers wounded including one severely who later succumbed.",
            Some((5, Some(5))),
            "",
        ),
        ("The death toll is no longer 9 but 13 dead, the governor said.", Some((13, Some(13))), "updated"),
        ("Father of 4 killed in shooting speaks out", None, ""),
        ("A father of four was killed in Dori.", Some((1, Some(1))), ""),
        ("Militants abducted a trader near Dori, he was later found executed.", Some((1, Some(1))), ""),
        ("A thief killed two men. He was later lynched.", Some((2, Some(2))), ""),
        ("Three members of the military beat to death an electrician.", Some((1, Some(1))), ""),
        ("Three individuals incl. a village chief assassinated overnight in Dori.", Some((3, Some(3))), ""),
        ("Three people - a councillor, an imam and an old man - were killed in Dori.", Some((3, Some(3))), ""),
        (
            "On April 23, 23 individuals arrested by the army in Filio were reportedly executed.",
            Some((23, Some(23))),
            "",
        ),
        ("Two soldiers wounded in the ambush died in hospital.", Some((2, Some(2))), ""),
        ("On October 23, an alleged cattle thief died from torture in Dori.", Some((1, Some(1))), ""),
        ("Ten presumed Katiba Macina (JNIM) militants were killed in Dori.", Some((10, Some(10))), ""),
        ("A man was shot down at the entrance of the camp.", Some((1, Some(1))), ""),
        ("Two men were found dead on Sunday, and a preliminary investigation has been opened.", Some((2, Some(2))), ""),
        ("None of the 25 miners trapped underground after the explosion was killed.", Some((0, Some(0))), ""),
        ("None of the attackers was arrested and 12 people were killed.", Some((12, Some(12))), ""),
        ("Militiamen beat a trader to death in Dori.", Some((1, Some(1))), ""),
        ("Militants stoned three women to death in Dori.", Some((3, Some(3))), ""),
        ("A court sentenced three men to death in Dori.", None, ""),
        ("Seven people were shot, one of them was killed.", Some((1, Some(1))), ""),
        ("Five people were stabbed, and one of them died.", Some((1, Some(1))), ""),
        ("Five people were attacked, three of them were killed and two wounded.", Some((3, Some(3))), ""),
        ("Seven people were killed, one of them was a teacher.", Some((7, Some(7))), ""),
        ("A woman and her two year old daughter were shot and killed on Sunday.", Some((2, Some(2))), ""),
        ("A 25 year-old man was killed in Dori.", Some((1, Some(1))), ""),
        ("Three herders and a councilman were identified, taken away, and executed.", Some((4, Some(4))), ""),
        ("Two men were abducted, tied up, and executed.", Some((2, Some(2))), ""),
        ("Gunmen kill 10 in Kogi", Some((10, Some(10))), ""),
        ("NATO soldier, 6 militants killed in attack on camp", Some((7, Some(7))), ""),
        ("Two soldiers, civilian killed in Mopti ambush", Some((3, Some(3))), ""),
        ("LeT terrorist killed in retaliation", Some((1, Some(1))), ""),
        ("Militants execute a man in Gao", Some((1, Some(1))), ""),
        ("Militants threatened to execute a man in Gao", None, ""),
        ("There were no casualties.", Some((0, Some(0))), ""),
        ("No casualties were reported.", None, ""),
        ("It was not immediately clear how many people were killed.", None, ""),
        ("Militants attacked a military base; an unknown number of soldiers were killed.", Some((1, None)), ""),
        (
            "Three people were killed when a bomb went off; in 2015, an attack in the same town killed 38.",
            Some((3, Some(3))),
            "",
        ),
        ("More than 2,000 people have been killed in the region since January.", None, ""),
        ("The group said it would kill the 12 hostages if its demands were not met.", None, ""),
        ("A 27-year-old woman was shot dead.", Some((1, Some(1))), ""),
        ("Gunmen shot and killed a village chief and two of his sons.", Some((3, Some(3))), ""),
        ("The attack left 14 dead and 6 wounded.", Some((14, Some(14))), ""),
        ("The attack left at least 14 people dead and 6 others wounded.", Some((14, None)), ""),
        ("Two days of fighting have left more than 100 dead.", Some((101, None)), ""),
        ("Fifteen people were killed, according to a provisional toll.", Some((15, None)), "provisional"),
        (
            "Thirteen soldiers and one gendarme were killed in the attack, eight others wounded including three severely.",
            Some((14, Some(14))),
            "",
        ),
        (
            "Six people were killed, including five Fulanis and one Gourmantche. Three Fulanis were also wounded.",
            Some((6, Some(6))),
            "",
        ),
        ("The bodies of seven men, bound and blindfolded, were discovered by the roadside.", Some((7, Some(7))), ""),
        ("A roadside bomb blast killed five members of one family.", Some((5, Some(5))), ""),
        ("Insurgents killed 9 civilians and stole 300 cattle.", Some((9, Some(9))), ""),
        ("A convoy of 20 vehicles was ambushed and 11 soldiers lost their lives.", Some((11, Some(11))), ""),
        ("Residents reported that between 20 and 25 people had been killed.", Some((20, Some(25))), ""),
        ("Eight people died instantly and a ninth died in hospital.", Some((9, Some(9))), ""),
        ("At least two dozen villagers were killed.", Some((24, None)), ""),
        (
            "Fighters of the group claimed to have killed 12 soldiers; the army acknowledged losing seven.",
            Some((7, Some(12))),
            "",
        ),
        ("The army admitted that 8 soldiers had been killed.", Some((8, Some(8))), ""),
        ("20 killed, 30 injured in bus attack", Some((20, Some(20))), ""),
        ("Mali: 20 people killed in attack on village", Some((20, Some(20))), ""),
        ("Mali attack: death toll rises to 32", Some((32, Some(32))), "updated"),
        ("Seven dead after mine explosion in Soum", Some((7, Some(7))), ""),
        ("An improvised explosive device killed four soldiers and injured two near Djibo.", Some((4, Some(4))), ""),
        ("Suspected jihadists have killed a priest and five parishioners in a church.", Some((6, Some(6))), ""),
        ("Eleven bodies were found in a well.", Some((11, Some(11))), ""),
        ("Security forces killed 3 bandits and arrested 12 others.", Some((3, Some(3))), ""),
        ("One policeman was killed and two others went missing.", Some((1, Some(1))), ""),
        ("The explosion killed one soldier and destroyed 2 vehicles.", Some((1, Some(1))), ""),
        ("Police fired on protesters, killing at least four.", Some((4, None)), ""),
        ("As many as 60 people were killed.", Some((0, Some(60))), ""),
        ("Less than 20 people were killed.", Some((0, Some(19))), ""),
        ("Officials say 12 died, but residents say 30 were killed.", Some((12, Some(30))), ""),
        ("The initial toll of 15 was revised to 18 on Thursday.", Some((18, Some(18))), "updated"),
        ("The final death toll is 22.", Some((22, Some(22))), "final"),
        ("Ten of the 25 passengers were killed.", Some((10, Some(10))), ""),
        ("The 12 victims were buried on Friday.", Some((12, Some(12))), ""),
        ("Five attackers were killed and three soldiers wounded.", Some((5, Some(5))), ""),
        ("Dozens are feared dead.", Some((0, None)), ""),
        ("About 15 people are feared dead after the boat capsized.", Some((0, Some(18))), ""),
        ("Two children were among the nine people killed.", Some((9, Some(9))), ""),
        ("Police arrested six people suspected of killing 12 villagers last year.", None, ""),
        ("Thousands marched in the capital to denounce the massacre of 40 civilians.", None, ""),
        ("The village buried 19 of its people on Thursday.", Some((19, Some(19))), ""),
        ("Four hundred people were killed.", Some((400, Some(400))), ""),
        ("A man and his two sons were killed.", Some((3, Some(3))), ""),
        ("Eight people, seven of them children, were killed.", Some((8, Some(8))), ""),
        ("The attack, the deadliest since 2019, killed 37 people.", Some((37, Some(37))), ""),
        ("The raid claimed the lives of 16 people.", Some((16, Some(16))), ""),
        ("The raid claimed 16 lives.", Some((16, Some(16))), ""),
    ]);
}

#[test]
fn french_as_agencies_write_it() {
    check(&[
        ("Le bilan de l'attaque n'est plus de 9 mais de 13 morts.", Some((13, Some(13))), "updated"),
        ("Au moins douze personnes, dont trois enfants, ont été tuées dimanche à Gorom.", Some((12, None)), ""),
        ("L'attaque a fait 14 morts et 6 blessés.", Some((14, Some(14))), ""),
        ("L'attaque a coûté la vie à sept civils.", Some((7, Some(7))), ""),
        ("Une attaque fait une vingtaine de morts dans le nord.", Some((16, Some(24))), ""),
        ("Le bilan s'alourdit à 34 morts.", Some((34, Some(34))), "updated"),
        ("Aucune victime n'a été signalée.", None, ""),
        ("Il n'y a eu aucun mort.", Some((0, Some(0))), ""),
        ("L'explosion n'a fait ni mort ni blessé.", Some((0, Some(0))), ""),
        ("Des hommes armés ont abattu un chef de village et deux de ses fils.", Some((3, Some(3))), ""),
        ("Deux soldats et un civil ont été tués et cinq autres blessés par une mine.", Some((3, Some(3))), ""),
        ("L'armée affirme avoir tué 40 terroristes.", Some((0, Some(40))), ""),
        ("Le groupe affirme avoir tué 12 soldats.", Some((0, Some(12))), ""),
        ("Sept personnes ont perdu la vie et quinze ont été blessées.", Some((7, Some(7))), ""),
        ("Treize orpailleurs sont morts dans l'effondrement d'un puits.", Some((13, Some(13))), ""),
        ("Plus de 2 000 personnes ont été tuées depuis janvier.", None, ""),
        ("Cinq bergers tués et 300 bœufs emportés à Boni", Some((5, Some(5))), ""),
        ("Le corps sans vie d'un enseignant a été retrouvé mardi.", Some((1, Some(1))), ""),
        ("Les corps de huit hommes ont été découverts dans un puits.", Some((8, Some(8))), ""),
        ("L'embuscade a tué onze militaires et en a blessé six.", Some((11, Some(11))), ""),
        ("Mali : 20 morts dans une attaque", Some((20, Some(20))), ""),
        ("Trois personnes ont été tuées, a-t-on appris de source sécuritaire.", Some((3, Some(3))), ""),
        ("Selon un bilan provisoire, quinze personnes ont été tuées.", Some((15, None)), "provisional"),
        ("Le bilan définitif est de 22 morts.", Some((22, Some(22))), "final"),
        ("Le bilan est désormais de 22 morts, contre 18 auparavant.", Some((22, Some(22))), "updated"),
        ("Entre 20 et 25 personnes ont péri.", Some((20, Some(25))), ""),
        ("Deux terroristes ont été abattus et trois soldats blessés.", Some((2, Some(2))), ""),
        ("Une mine a explosé au passage d'un car, tuant quatre passagers et en blessant neuf.", Some((4, Some(4))), ""),
        ("Des dizaines de personnes ont fui après la mort de trois villageois.", None, ""),
        ("Les assaillants ont tué le maire et son garde du corps.", Some((2, Some(2))), ""),
        ("Vingt-deux personnes sont mortes, dont 15 à Tera et 7 à Bankilaré.", Some((22, Some(22))), ""),
        ("Un soldat a été tué, un autre blessé.", Some((1, Some(1))), ""),
        ("Plusieurs dizaines de civils ont été massacrés.", Some((24, None)), ""),
        ("Quelque 200 personnes ont trouvé la mort.", Some((160, Some(240))), ""),
        ("Le bilan passe à 41 morts.", Some((41, Some(41))), "updated"),
        ("Un engin explosif a tué quatre gendarmes et en a blessé deux.", Some((4, Some(4))), ""),
        ("L'attaque a fait douze victimes.", Some((0, Some(12))), ""),
        ("Quatre civils ont été enlevés ; l'un d'eux a été retrouvé mort.", Some((1, Some(1))), ""),
        ("Un convoi de 20 véhicules a été pris pour cible : 11 soldats tués.", Some((11, Some(11))), ""),
        ("Trois des cinq otages ont été exécutés.", Some((3, Some(3))), ""),
        ("Jusqu'à 60 personnes auraient été tuées.", Some((0, Some(60))), ""),
    ]);
}

#[test]
fn the_injured_stand_apart() {
    let injured = |text: &str| read(text, None).injured.map(|toll| (toll.low, toll.high));
    assert_eq!(injured("Four soldiers were killed and nine others wounded near Fafa."), Some((9, Some(9))));
    assert_eq!(injured("L'attaque a fait 14 morts et 6 blessés."), Some((6, Some(6))));
    assert_eq!(injured("A grenade injured 20 people, four of whom later died."), Some((16, Some(20))));
    assert_eq!(injured("Seven people were killed or injured."), Some((0, Some(7))));
    assert_eq!(injured("There were no casualties."), Some((0, Some(0))));
    assert_eq!(injured("Gunmen killed ten farmers."), None);
}

#[test]
fn parts_keep_their_place_or_group() {
    let parts = |text: &str| -> Vec<(Option<String>, Option<String>, u32)> {
        read(text, None).parts.into_iter().map(|part| (part.place, part.group, part.toll.low)).collect()
    };
    let place = |name: &str, low| (Some(name.to_owned()), None, low);
    let group = |name: &str, low| (None, Some(name.to_owned()), low);
    assert_eq!(
        parts("Raiders killed 12 people in Fafa, nine in Bara and others in Tin-Hama."),
        [place("Fafa", 12), place("Bara", 9), place("Tin-Hama", 1)]
    );
    assert_eq!(
        parts("Quarante personnes ont été tuées, dont 25 à Fafa et 15 à Bara."),
        [place("Fafa", 25), place("Bara", 15)]
    );
    assert_eq!(parts("Three soldiers and two rebels were killed."), [group("soldiers", 3), group("rebels", 2)]);
    assert!(parts("A teacher and his two sons were killed.").is_empty());
}

#[test]
fn deaths_of_another_event_are_background() {
    for text in [
        "A week after the raid that killed 30 people in Bara, traders reopened their stalls.",
        "Residents marched to protest against the killing of nine herders.",
        "Une semaine après l'attaque qui a fait 30 morts à Bara, le marché a rouvert.",
        "More than 400 people have been killed in the region this year.",
    ] {
        let reading = read(text, None);
        assert_eq!(reading.total, None, "{text}");
        assert_eq!(reading.background.len(), 1, "{text}");
    }
}

#[test]
fn what_coders_note_is_kept() {
    let reading = read("Clashes near Fafa. Unknown fatalities coded as 10. Fatalities split across 4 events.", None);
    assert_eq!((reading.total, reading.coded, reading.split), (None, Some(10), Some(Some(4))));
    let reading = read("Raid near Fafa, killing one. Strikes killed 7. Coded as two separate events.", None);
    assert_eq!((reading.coded, reading.split), (None, Some(Some(2))));
    let reading = read("Clashes near Fafa. Unknown fatalities coded as 3 due to lack of precision.", None);
    assert_eq!((reading.coded, reading.split), (Some(3), None));
}

#[test]
fn spans_count_code_points() {
    let text = "À Téra, où l'été finit, onze éleveurs ont été tués.";
    let json = read_json("a", text, None);
    let (start, end) = json.span.unwrap();
    let words: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(words, "onze éleveurs ont été tués");
    let shape = serde_json::to_value(&json).unwrap();
    assert_eq!(shape["total"], serde_json::json!({"low": 11, "high": 11}));
    assert_eq!(shape["status"], serde_json::Value::Null);
    assert_eq!(shape["injured"], serde_json::Value::Null);
}

#[test]
fn a_doubtful_text_has_no_certain_toll() {
    assert_eq!(toll("Eight people were killed in Fafa."), Some(Toll::exact(8)));
    assert_eq!(toll("Eight people were killed in Fafa. Fatalities split across three events."), None);
    assert_eq!(read("Some 30 people died.", None).total.map(|toll| toll.wording), Some(Wording::About));
}

/// At least nine stated totals in ten are read, of those 97 in a hundred are right with their status, and where
/// nothing is stated nothing is read.
fn scored(lines: &str) {
    let (mut stated, mut given, mut right) = (0, 0, 0);
    let (mut injured, mut told, mut background, mut others) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for line in lines.lines() {
        let label: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = label["text"].as_str().unwrap();
        let ours = serde_json::to_value(read_json("", text, None)).unwrap();
        let pair = |value: &serde_json::Value| (value["low"].clone(), value["high"].clone());
        told += i32::from(!label["injured"].is_null());
        injured += i32::from(!label["injured"].is_null() && pair(&label["injured"]) == pair(&ours["injured"]));
        let other = label["background"].as_bool().unwrap();
        others += i32::from(other);
        background += i32::from(other && !ours["background"].as_array().unwrap().is_empty());
        if label["total"].is_null() {
            assert!(ours["total"].is_null(), "{text}");
            continue;
        }
        let nobody = label["total"]["high"] == 0;
        stated += 1;
        given += i32::from(!ours["total"].is_null());
        let agrees = pair(&ours["total"]) == pair(&label["total"]) && ours["status"] == label["status"];
        right += i32::from(agrees);
        assert!(!nobody || agrees || ours["total"].is_null(), "{text}");
        if !agrees {
            wrong.push(text.to_owned());
        }
    }
    let wrong = wrong.join("\n");
    assert!(given * 10 >= stated * 9, "{given} of {stated} read\n{wrong}");
    assert!(right * 100 >= given * 97, "{right} of {given} right\n{wrong}");
    assert!(injured * 10 >= told * 9, "{injured} of {told} injured");
    assert!(background * 10 >= others * 9, "{background} of {others} other events");
}

#[test]
fn labelled_sentences_are_read_as_their_labels_say() {
    let base = std::env::var_os("RECOUNT_SHARED")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), Into::into);
    match std::fs::read_to_string(base.join("labelled/narratives_dev.jsonl")) {
        Ok(lines) => scored(&lines),
        Err(_) => println!("skipped: no shared data"),
    }
}

/// Sentences of our own, as agencies word such reports, in the same format and by the same conventions.
#[test]
fn our_own_sentences_are_read_as_their_labels_say() {
    scored(include_str!("../../tests/data/narratives.jsonl"));
}

#[test]
fn a_predicate_at_the_start_has_nothing_before_it() {
    assert_eq!(read("himself either were killed", None).total, None);
}

#[test]
fn whom_nobody_counted_leaves_a_doubt() {
    assert_eq!(toll("A militiaman killed two men. He was later lynched by the crowd."), None);
    assert_eq!(toll("A herder was shot dead earlier. No casualties were reported."), None);
    assert_eq!(
        toll("Gunmen killed at least 10 rebels (seven bodies were found)."),
        read("Gunmen killed at least 10 rebels.", None).total
    );
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,120}") {
        let _ = read(&text, None);
        let _ = named(&text);
    }

    #[test]
    fn no_order_of_words_panics(words in prop::collection::vec(prop::sample::select(vec![
        "killed", "12", "people", "and", ",", ".", "tués", "dont", "in", "Karou", "of them", "including", "the", "toll", "rose",
        "from", "to", "wounded", "(", ")", "une dizaine", "de", "morts", "whom", "a", "were", "no one", "between", "bilan", "à",
        "l'", "d'", "passe", "4294967295", "thousand", "million", "vingt", "et", "un", "-", ";", ":", "2012", "May", "3",
    ]), 0..24)) {
        let reading = read(&words.join(" "), None);
        if let Some(total) = reading.total {
            prop_assert!(total.high.is_none_or(|high| total.low <= high));
        }
    }
}
