use super::*;

#[test]
fn nothing_is_read_from_nothing() {
    assert_eq!(read("", None).total, None);
}

#[test]
fn show() {
    let text = std::env::var("SHOW").unwrap_or_default();
    let mut toks = Vec::new();
    let lang = token::tokens(&text, None, &mut toks);
    let mut items = Vec::new();
    chunk::items(&toks, lang, &mut items);
    println!("{lang:?}");
    for item in &items {
        let (a, b) = (&toks[item.first as usize], &toks[item.next as usize - 1]);
        println!(
            "{:?} {:?} {} {:?}",
            &text[a.start as usize..b.end as usize],
            a.entry.kind,
            a.entry.forms,
            item.np.map(|np| (np.toll, np.counted, np.noun, np.in_pp))
        );
        println!("   {:?}", lexicon::names(a.entry.tags));
    }
    println!("{:#?}", read(&text, None));
}
