use super::*;

codes! {
    /// The person did not accept the contract.
    CONTRACT_REFUSED = 1901 "ContractRefused" No User {
        en: "The contract was not accepted, so nothing was sent." => "Read the contract again; a certificate is issued only to who accepts it. Nothing is lost.",
        fr: "Le contrat n'a pas été accepté : rien n'a été envoyé." => "Relisez le contrat ; un certificat n'est délivré qu'à qui l'accepte. Rien n'est perdu.",
        nl: "Het contract werd niet aanvaard, er is dus niets verzonden." => "Lees het contract opnieuw; een certificaat wordt enkel uitgereikt aan wie het aanvaardt. Er is niets verloren.",
        de: "Der Vertrag wurde nicht angenommen, daher wurde nichts gesendet." => "Lesen Sie den Vertrag noch einmal; ein Zertifikat erhält nur, wer ihn annimmt. Es ist nichts verloren.",
    }
    /// The RA's contract is not about what was asked for.
    CONTRACT_DIFFERS = 1902 "ContractDiffers" No Ehealth {
        en: "The contract that eHealth sent is not about the certificate that was asked for." => "Do not sign it. Contact eHealth: 02 788 51 55, support@ehealth.fgov.be.",
        fr: "Le contrat envoyé par eHealth ne porte pas sur le certificat demandé." => "Ne le signez pas. Contactez eHealth : 02 788 51 55, support@ehealth.fgov.be.",
        nl: "Het contract dat eHealth stuurde gaat niet over het gevraagde certificaat." => "Onderteken het niet. Neem contact op met eHealth: 02 788 51 55, support@ehealth.fgov.be.",
        de: "Der von eHealth gesendete Vertrag betrifft nicht das beantragte Zertifikat." => "Unterschreiben Sie ihn nicht. Wenden Sie sich an eHealth: 02 788 51 55, support@ehealth.fgov.be.",
    }
    /// What was read back is not what was stored.
    KEYSTORE_NOT_STORED = 1903 "KeystoreNotStored" Yes Helpdesk {
        en: "The keystore could not be read back after it was saved, so the request was not sent." => "Check the disk or choose another folder, then try again. Nothing was sent to eHealth.",
        fr: "Le keystore n'a pas pu être relu après son enregistrement : la demande n'a pas été envoyée." => "Vérifiez le disque ou choisissez un autre dossier, puis réessayez. Rien n'a été envoyé à eHealth.",
        nl: "De keystore kon na het bewaren niet teruggelezen worden, de aanvraag is dus niet verzonden." => "Kijk de schijf na of kies een andere map en probeer opnieuw. Er is niets naar eHealth verzonden.",
        de: "Der Keystore konnte nach dem Speichern nicht zurückgelesen werden; die Anfrage wurde nicht gesendet." => "Prüfen Sie den Datenträger oder wählen Sie einen anderen Ordner und versuchen Sie es erneut. An eHealth wurde nichts gesendet.",
    }
    /// The RA confirmed another key than the one sent.
    RA_OTHER_KEY = 1904 "RaOtherKey" No Ehealth {
        en: "eHealth confirmed a request for another key than the one that was sent." => "Contact eHealth: 02 788 51 55, support@ehealth.fgov.be. Keep the keystore.",
        fr: "eHealth a confirmé une demande pour une autre clé que celle envoyée." => "Contactez eHealth : 02 788 51 55, support@ehealth.fgov.be. Conservez le keystore.",
        nl: "eHealth bevestigde een aanvraag voor een andere sleutel dan de verzonden sleutel." => "Neem contact op met eHealth: 02 788 51 55, support@ehealth.fgov.be. Bewaar de keystore.",
        de: "eHealth hat eine Anfrage für einen anderen als den gesendeten Schlüssel bestätigt." => "Wenden Sie sich an eHealth: 02 788 51 55, support@ehealth.fgov.be. Bewahren Sie den Keystore auf.",
    }
    /// The keystore holds no authentication key.
    KEYSTORE_NOT_PENDING = 1905 "KeystoreNotPending" No User {
        en: "This keystore holds no eHealth request or certificate." => "Choose the keystore that the request made; it is in the folder ehealth/keystore of the user.",
        fr: "Ce keystore ne contient ni demande ni certificat eHealth." => "Choisissez le keystore créé par la demande ; il est dans le dossier ehealth/keystore de l'utilisateur.",
        nl: "Deze keystore bevat geen eHealth-aanvraag of -certificaat." => "Kies de keystore die bij de aanvraag gemaakt werd; hij staat in de map ehealth/keystore van de gebruiker.",
        de: "Dieser Keystore enthält weder eine eHealth-Anfrage noch ein eHealth-Zertifikat." => "Wählen Sie den bei der Anfrage erstellten Keystore; er liegt im Ordner ehealth/keystore des Benutzers.",
    }
    /// The holder has no health care quality.
    PERSON_NOT_AUTHORISED = 1906 "PersonNotAuthorised" No User {
        en: "eHealth does not know the holder of this card as a health professional, so no personal certificate can be issued." => "Ask the certificate for the organisation instead, or have your registration corrected with the FPS Public Health.",
        fr: "eHealth ne connaît pas le titulaire de cette carte comme professionnel de la santé : aucun certificat personnel ne peut être délivré." => "Demandez plutôt le certificat pour l'organisation, ou faites corriger votre enregistrement auprès du SPF Santé publique.",
        nl: "eHealth kent de houder van deze kaart niet als zorgverlener, er kan dus geen persoonlijk certificaat uitgereikt worden." => "Vraag het certificaat voor de organisatie aan, of laat uw registratie rechtzetten bij de FOD Volksgezondheid.",
        de: "eHealth kennt den Inhaber dieser Karte nicht als Gesundheitsdienstleister; ein persönliches Zertifikat kann nicht ausgestellt werden." => "Beantragen Sie das Zertifikat für die Organisation oder lassen Sie Ihre Registrierung beim FÖD Volksgesundheit berichtigen.",
    }
    /// The depot shows another token than the keystore's.
    ETK_OTHER = 1907 "EtkOther" No Helpdesk {
        en: "The encryption token does not belong to the keys in this keystore." => "Another workstation may hold a newer keystore: use that one. Otherwise contact eHealth: 02 788 51 55.",
        fr: "Le jeton de chiffrement (ETK) ne correspond pas aux clés de ce keystore." => "Un autre poste a peut-être un keystore plus récent : utilisez-le. Sinon contactez eHealth : 02 788 51 55.",
        nl: "Het encryptietoken (ETK) hoort niet bij de sleutels in deze keystore." => "Misschien heeft een ander werkstation een recentere keystore: gebruik die. Neem anders contact op met eHealth: 02 788 51 55.",
        de: "Das Verschlüsselungstoken (ETK) gehört nicht zu den Schlüsseln in diesem Keystore." => "Vielleicht hat ein anderer Arbeitsplatz einen neueren Keystore: Verwenden Sie diesen. Wenden Sie sich sonst an eHealth: 02 788 51 55.",
    }
    /// The depot does not show the token yet.
    ETK_NOT_PUBLISHED = 1908 "EtkNotPublished" Yes User {
        en: "The encryption token is registered but the public list does not show it yet." => "Others can send you encrypted messages as soon as it appears; check again later.",
        fr: "Le jeton de chiffrement (ETK) est enregistré mais la liste publique ne le montre pas encore." => "Les autres pourront vous envoyer des messages chiffrés dès qu'il y apparaîtra ; revérifiez plus tard.",
        nl: "Het encryptietoken (ETK) is geregistreerd maar de publieke lijst toont het nog niet." => "Anderen kunnen u versleutelde berichten sturen zodra het verschijnt; kijk het later opnieuw na.",
        de: "Das Verschlüsselungstoken (ETK) ist registriert, die öffentliche Liste zeigt es aber noch nicht." => "Andere können Ihnen verschlüsselte Nachrichten senden, sobald es erscheint; prüfen Sie es später erneut.",
    }
    /// A message sealed to the keystore could not be opened with it.
    SELF_TEST_FAILED = 1909 "SelfTestFailed" No Helpdesk {
        en: "The keystore was completed, but a test message could not be sealed and opened with it." => "Keep the keystore and contact your helpdesk with the technical details.",
        fr: "Le keystore est complet, mais un message d'essai n'a pas pu être chiffré puis ouvert avec lui." => "Conservez le keystore et transmettez les détails techniques à votre helpdesk.",
        nl: "De keystore is vervolledigd, maar een testbericht kon er niet mee versleuteld en geopend worden." => "Bewaar de keystore en bezorg uw helpdesk de technische details.",
        de: "Der Keystore ist vollständig, aber eine Testnachricht konnte damit nicht ver- und entschlüsselt werden." => "Bewahren Sie den Keystore auf und geben Sie die technischen Details an Ihren Helpdesk weiter.",
    }
    /// The card's certificates do not lead to a Belgian root.
    EID_CERTIFICATE_UNTRUSTED = 1914 "EidCertificateUntrusted" No Helpdesk {
        en: "The certificates of the card do not come from the Belgian State." => "Check that it is a real Belgian identity card. If it is, contact your helpdesk with the technical details.",
        fr: "Les certificats de la carte ne proviennent pas de l'État belge." => "Vérifiez que c'est une véritable carte d'identité belge. Si oui, transmettez les détails techniques à votre helpdesk.",
        nl: "De certificaten van de kaart komen niet van de Belgische Staat." => "Kijk na of het een echte Belgische identiteitskaart is. Zo ja, bezorg uw helpdesk de technische details.",
        de: "Die Zertifikate der Karte stammen nicht vom belgischen Staat." => "Prüfen Sie, ob es ein echter belgischer Personalausweis ist. Wenn ja, geben Sie die technischen Details an Ihren Helpdesk weiter.",
    }
    /// A certificate of the card does not name its holder.
    EID_CERTIFICATE_INCOMPLETE = 1915 "EidCertificateIncomplete" No Helpdesk {
        en: "The certificate of the card does not name its holder completely." => "Contact your helpdesk; the municipality can replace the card.",
        fr: "Le certificat de la carte ne nomme pas complètement son titulaire." => "Contactez votre helpdesk ; la commune peut remplacer la carte.",
        nl: "Het certificaat van de kaart noemt de houder niet volledig." => "Neem contact op met uw helpdesk; de gemeente kan de kaart vervangen.",
        de: "Das Zertifikat der Karte nennt seinen Inhaber nicht vollständig." => "Wenden Sie sich an Ihren Helpdesk; die Gemeinde kann die Karte ersetzen.",
    }
    /// The two certificates belong to two people.
    EID_CERTIFICATES_DIFFER = 1916 "EidCertificatesDiffer" No Helpdesk {
        en: "The two certificates of the card belong to different people." => "The card may have been exchanged while it was read. Insert it again and start over.",
        fr: "Les deux certificats de la carte appartiennent à des personnes différentes." => "La carte a peut-être été échangée pendant la lecture. Réinsérez-la et recommencez.",
        nl: "De twee certificaten van de kaart horen bij verschillende personen." => "Misschien werd de kaart tijdens het lezen verwisseld. Steek ze opnieuw in en begin opnieuw.",
        de: "Die beiden Zertifikate der Karte gehören verschiedenen Personen." => "Vielleicht wurde die Karte während des Lesens vertauscht. Stecken Sie sie erneut ein und beginnen Sie von vorn.",
    }
    /// The RA says that another certificate is replaced than the one that was to be renewed.
    RENEWS_OTHER = 1917 "RenewsOther" No Ehealth {
        en: "eHealth did not take the request as a renewal of this certificate." => "The request is made and the keys are safe. Contact eHealth before you install the new keystore: 02 788 51 55.",
        fr: "eHealth n'a pas traité la demande comme un renouvellement de ce certificat." => "La demande est faite et les clés sont sauvées. Contactez eHealth avant d'installer le nouveau keystore : 02 788 51 55.",
        nl: "eHealth behandelde de aanvraag niet als een vernieuwing van dit certificaat." => "De aanvraag is gebeurd en de sleutels zijn bewaard. Neem contact op met eHealth voor u de nieuwe keystore installeert: 02 788 51 55.",
        de: "eHealth hat die Anfrage nicht als Erneuerung dieses Zertifikats behandelt." => "Die Anfrage ist gestellt und die Schlüssel sind gesichert. Wenden Sie sich an eHealth, bevor Sie den neuen Keystore installieren: 02 788 51 55.",
    }
    /// The replacement period has not begun.
    RENEWAL_TOO_EARLY = 1918 "RenewalTooEarly" Yes User {
        en: "The certificate cannot be renewed yet; the period begins on {date}." => "Come back then. Until its end the present certificate keeps working.",
        fr: "Le certificat ne peut pas encore être renouvelé ; la période commence le {date}." => "Revenez à ce moment. Jusqu'à son terme, le certificat actuel continue de fonctionner.",
        nl: "Het certificaat kan nog niet vernieuwd worden; de periode begint op {date}." => "Kom dan terug. Tot het einde blijft het huidige certificaat werken.",
        de: "Das Zertifikat kann noch nicht erneuert werden; der Zeitraum beginnt am {date}." => "Kommen Sie dann wieder. Bis zu seinem Ende funktioniert das jetzige Zertifikat weiter.",
    }
    /// The certificate is expired: renewal is over.
    RENEWAL_TOO_LATE = 1919 "RenewalTooLate" No User {
        en: "The certificate is expired and can no longer be renewed." => "Request a new certificate. Keep the old keystore: old messages can be opened only with it.",
        fr: "Le certificat a expiré et ne peut plus être renouvelé." => "Demandez un nouveau certificat. Conservez l'ancien keystore : lui seul ouvre les anciens messages.",
        nl: "Het certificaat is vervallen en kan niet meer vernieuwd worden." => "Vraag een nieuw certificaat aan. Bewaar de oude keystore: alleen daarmee kunt u oude berichten openen.",
        de: "Das Zertifikat ist abgelaufen und kann nicht mehr erneuert werden." => "Beantragen Sie ein neues Zertifikat. Bewahren Sie den alten Keystore auf: Nur er öffnet alte Nachrichten.",
    }
    /// The clocks of host and RA differ by more than an hour.
    CLOCK_WRONG = 1921 "ClockWrong" No User {
        en: "The clock of this computer is {minutes} minutes away from eHealth's." => "Set date, time and time zone of this computer right, then try again.",
        fr: "L'horloge de cet ordinateur s'écarte de {minutes} minutes de celle d'eHealth." => "Réglez la date, l'heure et le fuseau horaire de cet ordinateur, puis réessayez.",
        nl: "De klok van deze computer wijkt {minutes} minuten af van die van eHealth." => "Zet datum, uur en tijdzone van deze computer juist en probeer opnieuw.",
        de: "Die Uhr dieses Computers weicht {minutes} Minuten von der von eHealth ab." => "Stellen Sie Datum, Uhrzeit und Zeitzone dieses Computers richtig ein und versuchen Sie es erneut.",
    }
    /// The depot has no token of this holder.
    ETK_NOT_FOUND = 1922 "EtkNotFound" No User {
        en: "The public list holds no encryption token of {holder}." => "Check type, number and application id. If they are right, the recipient must complete the certificate first; nothing can be encrypted until then.",
        fr: "La liste publique ne contient pas de jeton de chiffrement (ETK) de {holder}." => "Vérifiez le type, le numéro et l'ID d'application. S'ils sont exacts, le destinataire doit d'abord terminer son certificat ; rien ne peut être chiffré avant.",
        nl: "De publieke lijst bevat geen encryptietoken (ETK) van {holder}." => "Kijk type, nummer en toepassings-ID na. Zijn die juist, dan moet de ontvanger eerst zijn certificaat vervolledigen; tot dan kan er niets versleuteld worden.",
        de: "Die öffentliche Liste enthält kein Verschlüsselungstoken (ETK) von {holder}." => "Prüfen Sie Typ, Nummer und Anwendungs-ID. Sind sie richtig, muss der Empfänger zuerst sein Zertifikat vervollständigen; vorher kann nichts verschlüsselt werden.",
    }
    /// The depot has several tokens of this holder.
    ETK_SEVERAL = 1923 "EtkSeveral" No User {
        en: "{holder} has several encryption tokens: {choices}." => "Ask the recipient which application id is meant, and give it.",
        fr: "{holder} a plusieurs jetons de chiffrement (ETK) : {choices}." => "Demandez au destinataire quel ID d'application est visé et indiquez-le.",
        nl: "{holder} heeft meerdere encryptietokens (ETK): {choices}." => "Vraag de ontvanger welk toepassings-ID bedoeld is en geef het op.",
        de: "{holder} hat mehrere Verschlüsselungstoken (ETK): {choices}." => "Fragen Sie den Empfänger, welche Anwendungs-ID gemeint ist, und geben Sie sie an.",
    }
    /// The token that was sent is another holder's.
    ETK_OTHER_OWNER = 1924 "EtkOtherOwner" No Ehealth {
        en: "The encryption token that was sent is not that of {holder}." => "Do not encrypt with it. Contact eHealth: 02 788 51 55, support@ehealth.fgov.be.",
        fr: "Le jeton de chiffrement (ETK) envoyé n'est pas celui de {holder}." => "Ne chiffrez pas avec ce jeton. Contactez eHealth : 02 788 51 55, support@ehealth.fgov.be.",
        nl: "Het verzonden encryptietoken (ETK) is niet dat van {holder}." => "Versleutel er niet mee. Neem contact op met eHealth: 02 788 51 55, support@ehealth.fgov.be.",
        de: "Das gesendete Verschlüsselungstoken (ETK) ist nicht das von {holder}." => "Verschlüsseln Sie nicht damit. Wenden Sie sich an eHealth: 02 788 51 55, support@ehealth.fgov.be.",
    }
    /// The certificate is not in the keystore yet.
    KEYSTORE_INCOMPLETE = 1925 "KeystoreIncomplete" Yes User {
        en: "This keystore still waits for its certificate." => "Do step 2 first (ehcert complete), then try again.",
        fr: "Ce keystore attend encore son certificat." => "Faites d'abord l'étape 2 (ehcert complete), puis réessayez.",
        nl: "Deze keystore wacht nog op zijn certificaat." => "Doe eerst stap 2 (ehcert complete) en probeer dan opnieuw.",
        de: "Dieser Keystore wartet noch auf sein Zertifikat." => "Führen Sie zuerst Schritt 2 aus (ehcert complete) und versuchen Sie es dann erneut.",
    }
    /// The certificate is revoked, and its keystore does not say so: the mark could not be written.
    KEYSTORE_NOT_MARKED = 1926 "KeystoreNotMarked" Yes User {
        en: "The certificate is revoked, but that could not be noted in the keystore, which is as it was." => "If its password has an accented letter, give it another one (ehcert passwd). Then revoke once more: nothing changes but the note.",
        fr: "Le certificat est révoqué, mais cela n'a pas pu être noté dans le keystore, qui reste inchangé." => "Si son mot de passe contient une lettre accentuée, donnez-lui-en un autre (ehcert passwd). Révoquez ensuite une fois encore : seule cette note est ajoutée.",
        nl: "Het certificaat is ingetrokken, maar dat kon niet in de keystore genoteerd worden; die is ongewijzigd." => "Staat er een letter met accent in het wachtwoord, geef de keystore dan een ander (ehcert passwd). Trek daarna nog eens in: enkel die notitie komt erbij.",
        de: "Das Zertifikat ist widerrufen, aber das konnte im Keystore nicht vermerkt werden; er ist unverändert." => "Enthält sein Passwort einen Umlaut oder Akzent, geben Sie ihm ein anderes (ehcert passwd). Widerrufen Sie dann noch einmal: Nur der Vermerk kommt hinzu.",
    }
}
