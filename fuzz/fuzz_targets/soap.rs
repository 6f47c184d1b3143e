#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    use ehcert_core::ra::{self, *};
    let _ = ra::read_answer::<GetActorQualitiesResponse>("_id", 200, Some("text/xml"), data);
    let _ = ra::read_answer::<GenerateContractResponse>("_id", 200, Some("text/xml"), data);
    let _ = ra::read_answer::<GetCertificateResponse>("_id", 200, Some("text/xml"), data);
    let _ = ra::read_answer::<GetCertificateInfoForCitizenResponse>("_id", 200, Some("text/xml"), data);
    let _ = ra::read_answer::<GetEtkResponse>("_id", 200, Some("text/xml"), data);
    if let Ok(text) = ra::xml::decode(data)
        && let Ok(document) = ra::xml::parse(text)
    {
        let _ = ra::verify_enveloped(document.root_element(), Operation::GenerateCertificate);
        let _ = ra::xml::canonicalize(document.root_element(), &[]);
    }
});
