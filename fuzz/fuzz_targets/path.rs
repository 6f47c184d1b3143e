#![no_main]
//! Path building and validation with revocation, over certificates, lists and responses that are described, not given.

mod pki;

use arbitrary::Arbitrary;
use ehcert_core::{
    certificate::Certificate,
    trust::{
        Anchors, Evidence, PathRequest, Strictness,
        path::{PeerName, Profile, Purpose},
    },
};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct World {
    plans: Vec<pki::Plan>,
    anchors: u8,
    lists: Vec<pki::List>,
    answers: Vec<pki::Answer>,
    purpose: u8,
    profile: u8,
    peer: Option<String>,
    policies: u8,
    flags: u8,
    intermediates: Option<u8>,
}

fuzz_target!(|world: World| {
    let plans = &world.plans[..world.plans.len().min(8)];
    let pool = pki::certificates(plans);
    let ([leaf, rest @ ..], true) = (pool.as_slice(), pool.len() > 1) else { return };
    // Some of the last are anchors.
    let split = rest.len() - (1 + usize::from(world.anchors) % 2).min(rest.len());
    let all: Vec<Certificate> = rest.iter().map(|(c, _)| c.clone()).collect();
    let (untrusted, trusted) = all.split_at(split);
    let anchors = Anchors::from_certificates(trusted.to_vec());
    let flag = |bit: u8| world.flags & bit != 0;
    let mut request = PathRequest::new(&leaf.0, untrusted, &anchors, pki::NOW);
    if let Some(peer) = &world.peer {
        request = request.for_peer(PeerName::parse(peer));
    }
    request.purpose = [Purpose::None, Purpose::ClientAuth, Purpose::ServerAuth, Purpose::Email, Purpose::OcspSigning]
        [usize::from(world.purpose) % 5];
    request.profile = [Profile::Path, Profile::Rfc5280, Profile::WebPki][usize::from(world.profile) % 3];
    request.policies = (0..2).filter(|i| world.policies >> i & 1 == 1).map(|i| vec![0x2A, 3, i + 1]).collect();
    request.explicit_policy = flag(1);
    request.inhibit_mapping = flag(2);
    request.inhibit_any = flag(4);
    request.purpose_required = flag(8);
    request.max_intermediates = world.intermediates.map(usize::from);
    let lists: Vec<_> = world.lists.iter().take(4).filter_map(pki::List::made).collect();
    let answers: Vec<_> = world.answers.iter().take(3).filter_map(|a| a.made(&pool)).collect();
    let evidence = Evidence {
        strictness: if flag(16) { Strictness::Hard } else { Strictness::Soft },
        indirect_crls: flag(32),
        delta_crls: flag(64),
        ..Evidence::new(&lists, &answers)
    };
    let Ok((path, verdicts)) = request.validate_unrevoked(&evidence) else { return };
    // What was accepted must hold by what is known of how it was made.
    let [first, .., last] = path.chain.as_slice() else {
        assert!(anchors.contains(&leaf.0), "a path of one that is no anchor");
        return;
    };
    assert!(first == &leaf.0 && anchors.contains(last) && verdicts.len() + 1 == path.chain.len());
    for pair in path.chain.windows(2) {
        let [below, issuer] = pair else { continue };
        assert!(below.is_valid_at(pki::NOW) && issuer.basic_constraints().is_ok_and(|(ca, _)| ca));
        let signers = pool.iter().filter(|(c, _)| c == below);
        assert!(signers.into_iter().any(|(_, signer)| pki::is_key_of(*signer, issuer)), "a signature nobody made");
    }
});
