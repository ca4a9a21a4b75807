use super::*;

#[test]
fn nothing_is_read_from_nothing() {
    assert_eq!(read("", None).total, None);
}
