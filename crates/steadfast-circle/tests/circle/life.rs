//! A circle's life, from its founding to its end, between honest people on an honest relay.

use super::common::{SeededRng, circle_of_one, content};
use steadfast_circle::verify::Reading;

#[test]
fn what_the_founder_says_is_read_again_by_their_device() {
    let mut rng = SeededRng(1);
    let (mut relay, mut ada, _) = circle_of_one(&mut rng);
    ada.say(&mut relay, None, 2_000, &mut rng);
    let outcome = ada.sync(&relay).unwrap();
    assert_eq!(outcome.verified.len(), 1);
    assert_eq!(outcome.verified[0].content, Reading::Opened(content(2_000, b"words")));
    assert_eq!(ada.replica.ledger().unwrap().root(), relay.ledger.root());
}
