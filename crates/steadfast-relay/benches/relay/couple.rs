//! Two people in one circle, as most circles are.

use steadfast_circle::{
    device::DeviceSeed,
    entry::Control,
    epoch::EpochKeys,
    invitation::{Invitation, Offer},
    seed::MemberSeed,
    verify::Ledger,
    writer::{Written, admit},
};

use crate::support::{Author, SeededRng};

/// When the invitation ends: not during the bench.
const EXPIRES_MS: u64 = 4_000_000_000_000;

/// The second person of the founder's circle, and what the founder wrote to let them in.
pub(crate) fn let_in(founder: &mut Author, n: u64) -> (Author, Vec<Written>) {
    let mut rng = SeededRng(n);
    let nonce = founder.nonce;
    let (seed, device) = (MemberSeed::make(&mut rng), DeviceSeed::make(&mut rng).derive(&nonce));
    let candidate = seed.derive_candidate(&nonce, &device);

    let mut ledger = Ledger::found(&founder.genesis.entry, None).unwrap();
    let mut letting_in = Vec::new();
    let mut write = |founder: &mut Author, ledger: &mut Ledger, control: Control| {
        let written = founder.write_control(control);
        ledger.append(&written.entry, None).unwrap();
        letting_in.push(written);
    };
    let (circle, member) = (founder.circle, founder.member);
    let invitation = Invitation::make(circle, member, "http://relay.example", &mut rng).unwrap();
    let offer = Offer {
        kind: "us".to_owned(),
        circle_name: "Us".to_owned(),
        inviter_name: "Sam".to_owned(),
        inviter_roles: vec![],
    };
    let invite = invitation.invite(&offer, EXPIRES_MS, &mut rng).unwrap();
    write(founder, &mut ledger, invite);
    let knock = invitation.seal_knock(&candidate, "Kim", &[], &mut rng).unwrap();
    let knock = invitation.open_knock(&nonce, &knock).unwrap();
    write(founder, &mut ledger, knock.propose());
    let keys = EpochKeys::from_iter([(0, founder.key.clone())]);
    let admitting = admit(ledger.roster(), &candidate.hash(), &keys, &mut rng).unwrap();
    for control in admitting.unwrap() {
        write(founder, &mut ledger, control);
    }
    let second = Author {
        circle,
        nonce,
        member: seed.derive_identity(&nonce).id(),
        seed,
        position: ledger.position(&device.id()),
        device,
        key: founder.key.clone(),
        genesis: founder.genesis.clone(),
        rng,
    };
    (second, letting_in)
}
