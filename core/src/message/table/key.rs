use super::*;

codes! {
    /// A signature does not verify.
    SIGNATURE_INVALID = 1301 "SignatureInvalid" No Helpdesk {
        en: "A digital signature is not valid: the data was changed or signed by somebody else." => "Do not use it. Ask the sender for a new copy and tell your helpdesk.",
        fr: "Une signature numérique n'est pas valable : les données ont été modifiées ou signées par quelqu'un d'autre." => "Ne les utilisez pas. Demandez une nouvelle copie à l'expéditeur et prévenez votre helpdesk.",
        nl: "Een digitale handtekening is niet geldig: de gegevens zijn gewijzigd of door iemand anders ondertekend." => "Gebruik ze niet. Vraag de afzender een nieuwe kopie en verwittig uw helpdesk.",
        de: "Eine digitale Signatur ist ungültig: Die Daten wurden verändert oder von jemand anderem signiert." => "Verwenden Sie sie nicht. Bitten Sie den Absender um eine neue Kopie und informieren Sie Ihren Helpdesk.",
    }
    /// A private key cannot be read.
    PRIVATE_KEY_INVALID = 1302 "PrivateKeyInvalid" No Helpdesk {
        en: "The private key is damaged or of a kind that ehcert does not know." => "Use a backup of the keystore, or ask for a new certificate.",
        fr: "La clé privée est endommagée ou d'un type inconnu de ehcert." => "Utilisez une sauvegarde du keystore ou demandez un nouveau certificat.",
        nl: "De privésleutel is beschadigd of van een soort die ehcert niet kent." => "Gebruik een reservekopie van de keystore of vraag een nieuw certificaat aan.",
        de: "Der private Schlüssel ist beschädigt oder von einer Art, die ehcert nicht kennt." => "Verwenden Sie eine Sicherung des Keystores oder beantragen Sie ein neues Zertifikat.",
    }
    /// Decryption failed.
    DECRYPTION_FAILED = 1303 "DecryptionFailed" No Helpdesk {
        en: "The data could not be decrypted." => "It was made for another key, or is damaged. Ask the sender to send it again.",
        fr: "Les données n'ont pas pu être déchiffrées." => "Elles sont destinées à une autre clé ou endommagées. Demandez à l'expéditeur de les renvoyer.",
        nl: "De gegevens konden niet ontcijferd worden." => "Ze zijn voor een andere sleutel gemaakt of beschadigd. Vraag de afzender ze opnieuw te sturen.",
        de: "Die Daten konnten nicht entschlüsselt werden." => "Sie wurden für einen anderen Schlüssel erstellt oder sind beschädigt. Bitten Sie den Absender, sie erneut zu senden.",
    }
    /// Bytes or text are not a distinguished name.
    SUBJECT_MALFORMED = 1311 "SubjectMalformed" No Helpdesk {
        en: "The name in the certificate or request cannot be read." => "Use the original file again, or ask for a new copy.",
        fr: "Le nom figurant dans le certificat ou la demande est illisible." => "Reprenez le fichier d'origine ou demandez-en une nouvelle copie.",
        nl: "De naam in het certificaat of de aanvraag kan niet gelezen worden." => "Gebruik opnieuw het oorspronkelijke bestand of vraag een nieuwe kopie.",
        de: "Der Name im Zertifikat oder im Antrag kann nicht gelesen werden." => "Verwenden Sie die Originaldatei erneut oder bitten Sie um eine neue Kopie.",
    }
    /// A distinguished name is not that of an eHealth certificate.
    SUBJECT_NOT_EHEALTH = 1312 "SubjectNotEhealth" No User {
        en: "This is not an eHealth certificate: its name is made up in another way." => "Choose the eHealth certificate. The certificate of an identity card or of an authority does not serve here.",
        fr: "Ceci n'est pas un certificat eHealth : son nom est composé autrement." => "Choisissez le certificat eHealth. Le certificat d'une carte d'identité ou d'une autorité ne convient pas ici.",
        nl: "Dit is geen eHealth-certificaat: de naam is anders opgebouwd." => "Kies het eHealth-certificaat. Het certificaat van een identiteitskaart of van een certificaatautoriteit dient hier niet.",
        de: "Dies ist kein eHealth-Zertifikat: Der Name ist anders aufgebaut." => "Wählen Sie das eHealth-Zertifikat. Das Zertifikat eines Personalausweises oder einer Zertifizierungsstelle ist hier nicht verwendbar.",
    }
    /// A part of a distinguished name is empty, too long or has characters that cannot be there.
    SUBJECT_PART_INVALID = 1313 "SubjectPartInvalid" No User {
        en: "A part of the certificate's name is empty, too long or has characters that are not allowed." => "Correct the field that is shown and try again.",
        fr: "Une partie du nom du certificat est vide, trop longue ou contient des caractères non autorisés." => "Corrigez le champ indiqué et réessayez.",
        nl: "Een deel van de naam van het certificaat is leeg, te lang of bevat tekens die niet toegelaten zijn." => "Verbeter het aangeduide veld en probeer opnieuw.",
        de: "Ein Teil des Zertifikatsnamens ist leer, zu lang oder enthält unzulässige Zeichen." => "Berichtigen Sie das angezeigte Feld und versuchen Sie es erneut.",
    }
}
