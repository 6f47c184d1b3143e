use super::*;

codes! {
    /// Bytes are no X.509 certificate.
    CERTIFICATE_MALFORMED = 1501 "CertificateMalformed" No Helpdesk {
        en: "The certificate is damaged or is not a certificate." => "Use the original file again, or ask for a new copy.",
        fr: "Le certificat est endommagé ou n'est pas un certificat." => "Reprenez le fichier d'origine ou demandez-en une nouvelle copie.",
        nl: "Het certificaat is beschadigd of is geen certificaat." => "Gebruik opnieuw het oorspronkelijke bestand of vraag een nieuwe kopie.",
        de: "Das Zertifikat ist beschädigt oder kein Zertifikat." => "Verwenden Sie die Originaldatei erneut oder bitten Sie um eine neue Kopie.",
    }
    /// The issued certificate holds another public key than the request.
    CERTIFICATE_OTHER_KEY = 1502 "CertificateOtherKey" No Ehealth {
        en: "The certificate was made for another key than yours." => "Do not use it. Contact the eHealth support and mention this message.",
        fr: "Le certificat a été établi pour une autre clé que la vôtre." => "Ne l'utilisez pas. Contactez le support eHealth et mentionnez ce message.",
        nl: "Het certificaat is voor een andere sleutel dan de uwe gemaakt." => "Gebruik het niet. Neem contact op met de eHealth-support en vermeld deze melding.",
        de: "Das Zertifikat wurde für einen anderen Schlüssel als Ihren ausgestellt." => "Verwenden Sie es nicht. Wenden Sie sich an den eHealth-Support und nennen Sie diese Meldung.",
    }
    /// The issued certificate bears another name than the request.
    CERTIFICATE_OTHER_SUBJECT = 1503 "CertificateOtherSubject" No Ehealth {
        en: "The certificate bears another name than the one requested." => "Do not use it. Contact the eHealth support and mention this message.",
        fr: "Le certificat porte un autre nom que celui qui a été demandé." => "Ne l'utilisez pas. Contactez le support eHealth et mentionnez ce message.",
        nl: "Het certificaat draagt een andere naam dan gevraagd." => "Gebruik het niet. Neem contact op met de eHealth-support en vermeld deze melding.",
        de: "Das Zertifikat trägt einen anderen Namen als den beantragten." => "Verwenden Sie es nicht. Wenden Sie sich an den eHealth-Support und nennen Sie diese Meldung.",
    }
    /// No chain leads to a trust anchor.
    CERTIFICATE_UNTRUSTED = 1504 "CertificateUntrusted" No Helpdesk {
        en: "The certificate does not come from an authority that is trusted here." => "Check that you use the right environment (production or acceptance). Otherwise do not trust it, and tell your helpdesk.",
        fr: "Le certificat n'émane pas d'une autorité à laquelle on fait confiance ici." => "Vérifiez que vous utilisez le bon environnement (production ou acceptation). Sinon, ne lui faites pas confiance et prévenez votre helpdesk.",
        nl: "Het certificaat komt niet van een instantie die hier vertrouwd wordt." => "Kijk na of u de juiste omgeving gebruikt (productie of acceptatie). Vertrouw het anders niet en verwittig uw helpdesk.",
        de: "Das Zertifikat stammt nicht von einer Stelle, der hier vertraut wird." => "Prüfen Sie, ob Sie die richtige Umgebung verwenden (Produktion oder Akzeptanz). Vertrauen Sie ihm sonst nicht und informieren Sie Ihren Helpdesk.",
    }
    /// A certificate of the chain has expired.
    CERTIFICATE_EXPIRED = 1505 "CertificateExpired" No User {
        en: "The certificate, or one that it depends on, expired on {date}." => "Check the date of your computer. If it is right, a new certificate is needed.",
        fr: "Le certificat, ou un certificat dont il dépend, a expiré le {date}." => "Vérifiez la date de votre ordinateur. Si elle est correcte, il faut un nouveau certificat.",
        nl: "Het certificaat, of een certificaat waarvan het afhangt, is vervallen op {date}." => "Kijk de datum van uw computer na. Als die juist is, is een nieuw certificaat nodig.",
        de: "Das Zertifikat oder eines, von dem es abhängt, ist am {date} abgelaufen." => "Prüfen Sie das Datum Ihres Computers. Wenn es stimmt, wird ein neues Zertifikat benötigt.",
    }
    /// A certificate of the chain is not valid yet.
    CERTIFICATE_NOT_YET_VALID = 1506 "CertificateNotYetValid" Yes User {
        en: "The certificate, or one that it depends on, is not valid before {date}." => "Check the date and time of your computer, then try again.",
        fr: "Le certificat, ou un certificat dont il dépend, n'est pas valable avant le {date}." => "Vérifiez la date et l'heure de votre ordinateur, puis réessayez.",
        nl: "Het certificaat, of een certificaat waarvan het afhangt, is pas geldig vanaf {date}." => "Kijk de datum en het uur van uw computer na en probeer opnieuw.",
        de: "Das Zertifikat oder eines, von dem es abhängt, ist erst ab {date} gültig." => "Prüfen Sie Datum und Uhrzeit Ihres Computers und versuchen Sie es erneut.",
    }
    /// A certificate was issued by one that may not issue.
    CERTIFICATE_ISSUER_NOT_CA = 1507 "CertificateIssuerNotCa" No Helpdesk {
        en: "The certificate was issued by somebody who may not issue certificates." => "Do not trust it, and tell your helpdesk.",
        fr: "Le certificat a été émis par quelqu'un qui ne peut pas émettre de certificats." => "Ne lui faites pas confiance et prévenez votre helpdesk.",
        nl: "Het certificaat is uitgegeven door iemand die geen certificaten mag uitgeven." => "Vertrouw het niet en verwittig uw helpdesk.",
        de: "Das Zertifikat wurde von jemandem ausgestellt, der keine Zertifikate ausstellen darf." => "Vertrauen Sie ihm nicht und informieren Sie Ihren Helpdesk.",
    }
    /// More certification authorities follow each other than allowed.
    CERTIFICATE_PATH_LENGTH = 1508 "CertificatePathLength" No Helpdesk {
        en: "Too many authorities stand between the certificate and a trusted one." => "Do not trust it, and tell your helpdesk.",
        fr: "Trop d'autorités se trouvent entre le certificat et une autorité de confiance." => "Ne lui faites pas confiance et prévenez votre helpdesk.",
        nl: "Er staan te veel instanties tussen het certificaat en een vertrouwde instantie." => "Vertrouw het niet en verwittig uw helpdesk.",
        de: "Zwischen dem Zertifikat und einer vertrauten Stelle stehen zu viele Stellen." => "Vertrauen Sie ihm nicht und informieren Sie Ihren Helpdesk.",
    }
    /// The key may not be used for this.
    CERTIFICATE_KEY_USAGE = 1509 "CertificateKeyUsage" No Helpdesk {
        en: "The key of the certificate may not be used for this." => "Use a certificate of the right kind, or ask your helpdesk.",
        fr: "La clé du certificat ne peut pas être utilisée à cette fin." => "Utilisez un certificat du bon type ou demandez à votre helpdesk.",
        nl: "De sleutel van het certificaat mag hiervoor niet gebruikt worden." => "Gebruik een certificaat van de juiste soort of vraag het aan uw helpdesk.",
        de: "Der Schlüssel des Zertifikats darf dafür nicht verwendet werden." => "Verwenden Sie ein Zertifikat der richtigen Art oder fragen Sie Ihren Helpdesk.",
    }
    /// The extended key usage does not allow the purpose.
    CERTIFICATE_PURPOSE = 1510 "CertificatePurpose" No Helpdesk {
        en: "The certificate was not issued for this purpose." => "Use a certificate of the right kind, or ask your helpdesk.",
        fr: "Le certificat n'a pas été émis à cette fin." => "Utilisez un certificat du bon type ou demandez à votre helpdesk.",
        nl: "Het certificaat is niet voor dit doel uitgegeven." => "Gebruik een certificaat van de juiste soort of vraag het aan uw helpdesk.",
        de: "Das Zertifikat wurde nicht für diesen Zweck ausgestellt." => "Verwenden Sie ein Zertifikat der richtigen Art oder fragen Sie Ihren Helpdesk.",
    }
    /// A name lies outside the name constraints of an issuer.
    CERTIFICATE_NAME_CONSTRAINT = 1511 "CertificateNameConstraint" No Helpdesk {
        en: "The certificate bears a name that its issuer may not give." => "Do not trust it, and tell your helpdesk.",
        fr: "Le certificat porte un nom que son émetteur ne peut pas attribuer." => "Ne lui faites pas confiance et prévenez votre helpdesk.",
        nl: "Het certificaat draagt een naam die de uitgever niet mag geven." => "Vertrouw het niet en verwittig uw helpdesk.",
        de: "Das Zertifikat trägt einen Namen, den sein Aussteller nicht vergeben darf." => "Vertrauen Sie ihm nicht und informieren Sie Ihren Helpdesk.",
    }
    /// No acceptable certificate policy is left.
    CERTIFICATE_POLICY = 1512 "CertificatePolicy" No Helpdesk {
        en: "The certificate was not issued under the rules that are asked for." => "Use a certificate of the right kind, or ask your helpdesk.",
        fr: "Le certificat n'a pas été émis selon les règles exigées." => "Utilisez un certificat du bon type ou demandez à votre helpdesk.",
        nl: "Het certificaat is niet volgens de gevraagde regels uitgegeven." => "Gebruik een certificaat van de juiste soort of vraag het aan uw helpdesk.",
        de: "Das Zertifikat wurde nicht nach den verlangten Regeln ausgestellt." => "Verwenden Sie ein Zertifikat der richtigen Art oder fragen Sie Ihren Helpdesk.",
    }
    /// A critical extension is not known.
    CERTIFICATE_CRITICAL_EXTENSION = 1513 "CertificateCriticalExtension" No Helpdesk {
        en: "The certificate has a condition that ehcert does not know ({oid})." => "Do not trust it. Ask your helpdesk whether a newer version of ehcert knows it.",
        fr: "Le certificat contient une condition que ehcert ne connaît pas ({oid})." => "Ne lui faites pas confiance. Demandez à votre helpdesk si une version plus récente de ehcert la connaît.",
        nl: "Het certificaat bevat een voorwaarde die ehcert niet kent ({oid})." => "Vertrouw het niet. Vraag uw helpdesk of een nieuwere versie van ehcert ze kent.",
        de: "Das Zertifikat enthält eine Bedingung, die ehcert nicht kennt ({oid})." => "Vertrauen Sie ihm nicht. Fragen Sie Ihren Helpdesk, ob eine neuere Version von ehcert sie kennt.",
    }
    /// The certificate is not for the expected name.
    CERTIFICATE_NAME_MISMATCH = 1514 "CertificateNameMismatch" No Helpdesk {
        en: "The certificate is not for {name}." => "You may be talking to somebody else. Check the address, and tell your helpdesk.",
        fr: "Le certificat n'est pas destiné à {name}." => "Vous communiquez peut-être avec quelqu'un d'autre. Vérifiez l'adresse et prévenez votre helpdesk.",
        nl: "Het certificaat is niet voor {name}." => "Misschien communiceert u met iemand anders. Kijk het adres na en verwittig uw helpdesk.",
        de: "Das Zertifikat ist nicht für {name} ausgestellt." => "Möglicherweise sprechen Sie mit jemand anderem. Prüfen Sie die Adresse und informieren Sie Ihren Helpdesk.",
    }
    /// Key or algorithm are too weak.
    CERTIFICATE_WEAK = 1515 "CertificateWeak" No Helpdesk {
        en: "The certificate is protected by a method that is no longer safe ({algorithm})." => "It can only be used to look at old data. Ask for a newer certificate.",
        fr: "Le certificat est protégé par une méthode qui n'est plus sûre ({algorithm})." => "Il ne peut servir qu'à consulter d'anciennes données. Demandez un certificat plus récent.",
        nl: "Het certificaat is beveiligd met een methode die niet meer veilig is ({algorithm})." => "Het kan alleen dienen om oude gegevens in te kijken. Vraag een nieuwer certificaat.",
        de: "Das Zertifikat ist durch ein Verfahren geschützt, das nicht mehr sicher ist ({algorithm})." => "Es taugt nur noch, um alte Daten anzusehen. Bitten Sie um ein neueres Zertifikat.",
    }
    /// The search for a chain was given up.
    CERTIFICATE_SEARCH_LIMIT = 1516 "CertificateSearchLimit" No Helpdesk {
        en: "The certificates that came along are too many or too entangled to be checked." => "Do not trust them, and tell your helpdesk.",
        fr: "Les certificats joints sont trop nombreux ou trop enchevêtrés pour être vérifiés." => "Ne leur faites pas confiance et prévenez votre helpdesk.",
        nl: "De meegestuurde certificaten zijn te talrijk of te verward om na te kijken." => "Vertrouw ze niet en verwittig uw helpdesk.",
        de: "Die mitgesandten Zertifikate sind zu zahlreich oder zu verflochten, um geprüft zu werden." => "Vertrauen Sie ihnen nicht und informieren Sie Ihren Helpdesk.",
    }
    /// A certificate of the chain is revoked.
    CERTIFICATE_REVOKED = 1517 "CertificateRevoked" No User {
        en: "The certificate, or one that it depends on, was revoked on {date} (reason: {reason})." => "It may not be used any more. Ask for a new certificate.",
        fr: "Le certificat, ou un certificat dont il dépend, a été révoqué le {date} (raison : {reason})." => "Il ne peut plus être utilisé. Demandez un nouveau certificat.",
        nl: "Het certificaat, of een certificaat waarvan het afhangt, is ingetrokken op {date} (reden: {reason})." => "Het mag niet meer gebruikt worden. Vraag een nieuw certificaat aan.",
        de: "Das Zertifikat oder eines, von dem es abhängt, wurde am {date} widerrufen (Grund: {reason})." => "Es darf nicht mehr verwendet werden. Beantragen Sie ein neues Zertifikat.",
    }
    /// Nothing says whether the certificate is revoked.
    REVOCATION_UNKNOWN = 1518 "RevocationUnknown" Yes User {
        en: "It could not be found out whether the certificate was revoked." => "Check the internet connection and try again later.",
        fr: "Il n'a pas été possible de savoir si le certificat a été révoqué." => "Vérifiez la connexion à internet et réessayez plus tard.",
        nl: "Er kon niet nagegaan worden of het certificaat ingetrokken is." => "Kijk de internetverbinding na en probeer later opnieuw.",
        de: "Es ließ sich nicht feststellen, ob das Zertifikat widerrufen wurde." => "Prüfen Sie die Internetverbindung und versuchen Sie es später erneut.",
    }
    /// Bytes are no certificate revocation list.
    CRL_MALFORMED = 1519 "CrlMalformed" Yes Helpdesk {
        en: "The list of revoked certificates is damaged." => "Try again later. If it stays so, tell your helpdesk.",
        fr: "La liste des certificats révoqués est endommagée." => "Réessayez plus tard. Si cela persiste, prévenez votre helpdesk.",
        nl: "De lijst van ingetrokken certificaten is beschadigd." => "Probeer later opnieuw. Verwittig uw helpdesk als het zo blijft.",
        de: "Die Liste der widerrufenen Zertifikate ist beschädigt." => "Versuchen Sie es später erneut. Bleibt es so, informieren Sie Ihren Helpdesk.",
    }
    /// A delta CRL: only complete lists are read.
    CRL_DELTA = 1520 "CrlDelta" No Integrator {
        en: "This is only an addition to a list of revoked certificates (a delta CRL)." => "Give the complete list.",
        fr: "Ceci n'est qu'un complément d'une liste de certificats révoqués (une delta CRL)." => "Donnez la liste complète.",
        nl: "Dit is maar een aanvulling op een lijst van ingetrokken certificaten (een delta-CRL)." => "Geef de volledige lijst.",
        de: "Dies ist nur eine Ergänzung zu einer Liste widerrufener Zertifikate (eine Delta-CRL)." => "Geben Sie die vollständige Liste an.",
    }
    /// An indirect CRL: only lists of the issuer itself are read.
    CRL_INDIRECT = 1521 "CrlIndirect" No Integrator {
        en: "This list of revoked certificates was not made by the issuer of the certificate (an indirect CRL)." => "Use the list of the issuer itself, or its OCSP service.",
        fr: "Cette liste de certificats révoqués n'émane pas de l'émetteur du certificat (une CRL indirecte)." => "Utilisez la liste de l'émetteur lui-même ou son service OCSP.",
        nl: "Deze lijst van ingetrokken certificaten komt niet van de uitgever van het certificaat (een indirecte CRL)." => "Gebruik de lijst van de uitgever zelf of zijn OCSP-dienst.",
        de: "Diese Liste widerrufener Zertifikate stammt nicht vom Aussteller des Zertifikats (eine indirekte CRL)." => "Verwenden Sie die Liste des Ausstellers selbst oder seinen OCSP-Dienst.",
    }
    /// Signature or issuer of a CRL are not right.
    CRL_UNTRUSTED = 1522 "CrlUntrusted" Yes Helpdesk {
        en: "The list of revoked certificates was not signed by the issuer of the certificate." => "Try again later. If it stays so, tell your helpdesk.",
        fr: "La liste des certificats révoqués n'a pas été signée par l'émetteur du certificat." => "Réessayez plus tard. Si cela persiste, prévenez votre helpdesk.",
        nl: "De lijst van ingetrokken certificaten is niet door de uitgever van het certificaat ondertekend." => "Probeer later opnieuw. Verwittig uw helpdesk als het zo blijft.",
        de: "Die Liste der widerrufenen Zertifikate ist nicht vom Aussteller des Zertifikats signiert." => "Versuchen Sie es später erneut. Bleibt es so, informieren Sie Ihren Helpdesk.",
    }
    /// A CRL does not speak about this certificate.
    CRL_SCOPE = 1523 "CrlScope" No Integrator {
        en: "This list of revoked certificates is about other certificates." => "Give the list that the certificate names.",
        fr: "Cette liste de certificats révoqués concerne d'autres certificats." => "Donnez la liste que le certificat indique.",
        nl: "Deze lijst van ingetrokken certificaten gaat over andere certificaten." => "Geef de lijst die het certificaat noemt.",
        de: "Diese Liste widerrufener Zertifikate betrifft andere Zertifikate." => "Geben Sie die Liste an, die das Zertifikat nennt.",
    }
    /// A CRL is out of date, or not valid yet.
    CRL_EXPIRED = 1524 "CrlExpired" Yes User {
        en: "The list of revoked certificates is not current (valid from {from} to {until})." => "Check the date of your computer and the internet connection, then try again.",
        fr: "La liste des certificats révoqués n'est pas actuelle (valable du {from} au {until})." => "Vérifiez la date de votre ordinateur et la connexion à internet, puis réessayez.",
        nl: "De lijst van ingetrokken certificaten is niet actueel (geldig van {from} tot {until})." => "Kijk de datum van uw computer en de internetverbinding na en probeer opnieuw.",
        de: "Die Liste der widerrufenen Zertifikate ist nicht aktuell (gültig von {from} bis {until})." => "Prüfen Sie das Datum Ihres Computers und die Internetverbindung und versuchen Sie es erneut.",
    }
    /// Bytes are no OCSP response.
    OCSP_MALFORMED = 1525 "OcspMalformed" Yes Helpdesk {
        en: "The answer about the revocation of the certificate is damaged." => "Try again later. If it stays so, tell your helpdesk.",
        fr: "La réponse sur la révocation du certificat est endommagée." => "Réessayez plus tard. Si cela persiste, prévenez votre helpdesk.",
        nl: "Het antwoord over de intrekking van het certificaat is beschadigd." => "Probeer later opnieuw. Verwittig uw helpdesk als het zo blijft.",
        de: "Die Antwort zum Widerruf des Zertifikats ist beschädigt." => "Versuchen Sie es später erneut. Bleibt es so, informieren Sie Ihren Helpdesk.",
    }
    /// The OCSP responder answered with an error.
    OCSP_REFUSED = 1526 "OcspRefused" Yes Helpdesk {
        en: "The service that knows about revoked certificates did not answer the question ({status})." => "Try again later. If it stays so, tell your helpdesk.",
        fr: "Le service des certificats révoqués n'a pas répondu à la question ({status})." => "Réessayez plus tard. Si cela persiste, prévenez votre helpdesk.",
        nl: "De dienst voor ingetrokken certificaten heeft niet op de vraag geantwoord ({status})." => "Probeer later opnieuw. Verwittig uw helpdesk als het zo blijft.",
        de: "Der Dienst für widerrufene Zertifikate hat die Frage nicht beantwortet ({status})." => "Versuchen Sie es später erneut. Bleibt es so, informieren Sie Ihren Helpdesk.",
    }
    /// An OCSP response was not signed by who may.
    OCSP_UNTRUSTED = 1527 "OcspUntrusted" Yes Helpdesk {
        en: "The answer about the revocation of the certificate was not signed by somebody who may give it." => "Try again later. If it stays so, tell your helpdesk.",
        fr: "La réponse sur la révocation du certificat n'a pas été signée par quelqu'un qui peut la donner." => "Réessayez plus tard. Si cela persiste, prévenez votre helpdesk.",
        nl: "Het antwoord over de intrekking van het certificaat is niet ondertekend door iemand die het mag geven." => "Probeer later opnieuw. Verwittig uw helpdesk als het zo blijft.",
        de: "Die Antwort zum Widerruf des Zertifikats ist nicht von jemandem signiert, der sie geben darf." => "Versuchen Sie es später erneut. Bleibt es so, informieren Sie Ihren Helpdesk.",
    }
    /// An OCSP response is about another certificate.
    OCSP_OTHER_CERTIFICATE = 1528 "OcspOtherCertificate" Yes Helpdesk {
        en: "The answer about revocation is about another certificate." => "Try again later. If it stays so, tell your helpdesk.",
        fr: "La réponse sur la révocation concerne un autre certificat." => "Réessayez plus tard. Si cela persiste, prévenez votre helpdesk.",
        nl: "Het antwoord over intrekking gaat over een ander certificaat." => "Probeer later opnieuw. Verwittig uw helpdesk als het zo blijft.",
        de: "Die Antwort zum Widerruf betrifft ein anderes Zertifikat." => "Versuchen Sie es später erneut. Bleibt es so, informieren Sie Ihren Helpdesk.",
    }
    /// An OCSP response belongs to another request.
    OCSP_NONCE = 1529 "OcspNonce" Yes Helpdesk {
        en: "The answer about revocation belongs to another question: it may be an old one, played again." => "Try again. If it stays so, tell your helpdesk.",
        fr: "La réponse sur la révocation correspond à une autre question : c'est peut-être une ancienne réponse, rejouée." => "Réessayez. Si cela persiste, prévenez votre helpdesk.",
        nl: "Het antwoord over intrekking hoort bij een andere vraag: het is misschien een oud antwoord dat opnieuw gebruikt wordt." => "Probeer opnieuw. Verwittig uw helpdesk als het zo blijft.",
        de: "Die Antwort zum Widerruf gehört zu einer anderen Frage: Vielleicht ist es eine alte, die erneut verwendet wird." => "Versuchen Sie es erneut. Bleibt es so, informieren Sie Ihren Helpdesk.",
    }
    /// An OCSP response is out of date, or not valid yet.
    OCSP_EXPIRED = 1530 "OcspExpired" Yes User {
        en: "The answer about revocation is not current (given on {from})." => "Check the date of your computer, then try again.",
        fr: "La réponse sur la révocation n'est pas actuelle (donnée le {from})." => "Vérifiez la date de votre ordinateur, puis réessayez.",
        nl: "Het antwoord over intrekking is niet actueel (gegeven op {from})." => "Kijk de datum van uw computer na en probeer opnieuw.",
        de: "Die Antwort zum Widerruf ist nicht aktuell (gegeben am {from})." => "Prüfen Sie das Datum Ihres Computers und versuchen Sie es erneut.",
    }
    /// A certificate breaks the rules of its profile.
    CERTIFICATE_NOT_CONFORMING = 1531 "CertificateNotConforming" No Helpdesk {
        en: "The certificate does not keep the rules for certificates ({rule})." => "Do not trust it. Ask its issuer for a correct one.",
        fr: "Le certificat ne respecte pas les règles des certificats ({rule})." => "Ne lui faites pas confiance. Demandez-en un correct à son émetteur.",
        nl: "Het certificaat voldoet niet aan de regels voor certificaten ({rule})." => "Vertrouw het niet. Vraag de uitgever een correct certificaat.",
        de: "Das Zertifikat hält die Regeln für Zertifikate nicht ein ({rule})." => "Vertrauen Sie ihm nicht. Bitten Sie den Aussteller um ein korrektes.",
    }
    /// The signature of a certificate or the key that made it is wrong.
    CERTIFICATE_SIGNATURE = 1532 "CertificateSignature" No Helpdesk {
        en: "The certificate was changed or is not from the issuer that it names." => "Do not trust it, and tell your helpdesk.",
        fr: "Le certificat a été modifié ou n'émane pas de l'émetteur qu'il indique." => "Ne lui faites pas confiance et prévenez votre helpdesk.",
        nl: "Het certificaat is gewijzigd of komt niet van de uitgever die het noemt." => "Vertrouw het niet en verwittig uw helpdesk.",
        de: "Das Zertifikat wurde verändert oder stammt nicht von dem Aussteller, den es nennt." => "Vertrauen Sie ihm nicht und informieren Sie Ihren Helpdesk.",
    }
}
