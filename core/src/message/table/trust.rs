use super::*;

codes! {
    /// Bytes are no X.509 certificate.
    CERTIFICATE_MALFORMED = 1501 "CertificateMalformed" No Helpdesk {
        en: "The certificate is damaged or is not a certificate." => "Use the original file again, or ask for a new copy.",
        fr: "Le certificat est endommagé ou n'est pas un certificat." => "Reprenez le fichier d'origine ou demandez-en une nouvelle copie.",
        nl: "Het certificaat is beschadigd of is geen certificaat." => "Gebruik opnieuw het oorspronkelijke bestand of vraag een nieuwe kopie.",
        de: "Das Zertifikat ist beschädigt oder kein Zertifikat." => "Verwenden Sie die Originaldatei erneut oder bitten Sie um eine neue Kopie.",
    }
}
