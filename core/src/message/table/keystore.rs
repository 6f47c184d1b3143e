use super::*;

codes! {
    /// The password does not open the keystore.
    KEYSTORE_PASSWORD_WRONG = 1401 "KeystorePasswordWrong" Yes User {
        en: "The password of the keystore is wrong." => "Check Caps Lock and the keyboard language and try again. A forgotten password cannot be recovered: revoke the certificate and request a new one.",
        fr: "Le mot de passe du keystore est incorrect." => "Vérifiez la touche Verr. Maj. et la langue du clavier, puis réessayez. Un mot de passe oublié ne peut pas être récupéré : révoquez le certificat et demandez-en un nouveau.",
        nl: "Het wachtwoord van de keystore is fout." => "Kijk Caps Lock en de toetsenbordtaal na en probeer opnieuw. Een vergeten wachtwoord kan niet hersteld worden: trek het certificaat in en vraag een nieuw aan.",
        de: "Das Passwort des Keystores ist falsch." => "Prüfen Sie die Feststelltaste und die Tastatursprache und versuchen Sie es erneut. Ein vergessenes Passwort ist nicht wiederherstellbar: Widerrufen Sie das Zertifikat und beantragen Sie ein neues.",
    }
    /// The file is PKCS#12 but cannot be read whole.
    KEYSTORE_DAMAGED = 1402 "KeystoreDamaged" No Helpdesk {
        en: "The keystore file is damaged." => "Use a backup, or the copy on another workstation.",
        fr: "Le fichier du keystore est endommagé." => "Utilisez une sauvegarde ou la copie d'un autre poste de travail.",
        nl: "Het keystorebestand is beschadigd." => "Gebruik een reservekopie of de kopie op een ander werkstation.",
        de: "Die Keystore-Datei ist beschädigt." => "Verwenden Sie eine Sicherung oder die Kopie auf einem anderen Arbeitsplatz.",
    }
    /// The file is something else.
    KEYSTORE_OTHER_FILE = 1403 "KeystoreOtherFile" No User {
        en: "This file is not a keystore (.p12); it is: {kind}." => "Choose the .p12 file in the folder ehealth/keystore of the user.",
        fr: "Ce fichier n'est pas un keystore (.p12) ; il s'agit de : {kind}." => "Choisissez le fichier .p12 dans le dossier ehealth/keystore de l'utilisateur.",
        nl: "Dit bestand is geen keystore (.p12); het is: {kind}." => "Kies het .p12-bestand in de map ehealth/keystore van de gebruiker.",
        de: "Diese Datei ist kein Keystore (.p12), sondern: {kind}." => "Wählen Sie die .p12-Datei im Ordner ehealth/keystore des Benutzers.",
    }
    /// The file asks for more work than anything legitimate.
    KEYSTORE_TOO_MANY_ITERATIONS = 1404 "KeystoreTooManyIterations" No Helpdesk {
        en: "The keystore asks for {count} iterations; ehcert does at most {limit}." => "Only a file made to block programs asks for so many. Use another copy, and tell your helpdesk where it came from.",
        fr: "Le keystore demande {count} itérations ; ehcert en fait au plus {limit}." => "Seul un fichier fait pour bloquer les programmes en demande autant. Utilisez une autre copie et dites à votre helpdesk d'où il vient.",
        nl: "De keystore vraagt {count} iteraties; ehcert doet er hoogstens {limit}." => "Enkel een bestand dat programma's wil blokkeren vraagt er zoveel. Gebruik een andere kopie en zeg uw helpdesk waar het vandaan komt.",
        de: "Der Keystore verlangt {count} Iterationen; ehcert führt höchstens {limit} aus." => "Nur eine Datei, die Programme blockieren soll, verlangt so viele. Verwenden Sie eine andere Kopie und sagen Sie Ihrem Helpdesk, woher sie kommt.",
    }
    /// There is an entry of this name.
    KEYSTORE_ALIAS_TAKEN = 1405 "KeystoreAliasTaken" No Integrator {
        en: "The keystore has an entry {alias} already." => "The makers of the software must choose another alias.",
        fr: "Le keystore contient déjà une entrée {alias}." => "L'éditeur du logiciel doit choisir un autre alias.",
        nl: "De keystore heeft al een item {alias}." => "De maker van de software moet een andere alias kiezen.",
        de: "Der Keystore enthält bereits einen Eintrag {alias}." => "Der Hersteller der Software muss einen anderen Alias wählen.",
    }
}
