use super::*;

codes! {
    /// An application id is longer than 30 characters.
    APPLICATION_ID_LENGTH = 1201 "ApplicationIdLength" No User {
        en: "The application ID has {found} characters; 30 is the most." => "Choose a shorter one.",
        fr: "L'ID d'application compte {found} caractères ; 30 est le maximum." => "Choisissez-en un plus court.",
        nl: "De toepassings-ID telt {found} tekens; 30 is het maximum." => "Kies een kortere.",
        de: "Die Anwendungs-ID hat {found} Zeichen; 30 sind höchstens erlaubt." => "Wählen Sie eine kürzere.",
    }
    /// An application id has characters other than digits, letters, `-` and `_`.
    APPLICATION_ID_CHARACTERS = 1202 "ApplicationIdCharacters" No User {
        en: "The application ID has characters that are not allowed: {characters}." => "Use letters, digits, hyphens and underscores only, without spaces.",
        fr: "L'ID d'application contient des caractères non autorisés : {characters}." => "N'utilisez que des lettres, chiffres, traits d'union et tirets bas, sans espace.",
        nl: "De toepassings-ID bevat tekens die niet toegelaten zijn: {characters}." => "Gebruik alleen letters, cijfers, koppeltekens en lage streepjes, zonder spaties.",
        de: "Die Anwendungs-ID enthält unzulässige Zeichen: {characters}." => "Verwenden Sie nur Buchstaben, Ziffern, Bindestriche und Unterstriche, ohne Leerzeichen.",
    }
    /// A person's certificate was given an application id.
    APPLICATION_ID_FOR_PERSON = 1203 "ApplicationIdForPerson" No User {
        en: "A personal certificate has no application ID." => "Leave the field empty, or ask for a certificate for the organisation.",
        fr: "Un certificat personnel n'a pas d'ID d'application." => "Laissez le champ vide ou demandez un certificat pour l'organisation.",
        nl: "Een persoonlijk certificaat heeft geen toepassings-ID." => "Laat het veld leeg, of vraag een certificaat voor de organisatie.",
        de: "Ein persönliches Zertifikat hat keine Anwendungs-ID." => "Lassen Sie das Feld leer oder beantragen Sie ein Zertifikat für die Organisation.",
    }
    /// A mandatory field is empty.
    FIELD_MISSING = 1204 "FieldMissing" No User {
        en: "This field must be filled in." => "Fill it in and try again.",
        fr: "Ce champ doit être rempli." => "Remplissez-le et réessayez.",
        nl: "Dit veld moet ingevuld worden." => "Vul het in en probeer opnieuw.",
        de: "Dieses Feld muss ausgefüllt werden." => "Füllen Sie es aus und versuchen Sie es erneut.",
    }
    /// An e-mail address is longer than 320 characters.
    EMAIL_LENGTH = 1205 "EmailLength" No User {
        en: "The e-mail address is longer than 320 characters." => "Check the address.",
        fr: "L'adresse e-mail dépasse 320 caractères." => "Vérifiez l'adresse.",
        nl: "Het e-mailadres is langer dan 320 tekens." => "Kijk het adres na.",
        de: "Die E-Mail-Adresse ist länger als 320 Zeichen." => "Prüfen Sie die Adresse.",
    }
    /// An e-mail address has no `@` or several.
    EMAIL_AT_SIGN = 1206 "EmailAtSign" No User {
        en: "An e-mail address has exactly one @." => "Type the address as name@example.be, one address only.",
        fr: "Une adresse e-mail contient exactement un @." => "Saisissez l'adresse sous la forme nom@exemple.be, une seule adresse.",
        nl: "Een e-mailadres bevat precies één @." => "Vul het adres in als naam@voorbeeld.be, slechts één adres.",
        de: "Eine E-Mail-Adresse enthält genau ein @." => "Geben Sie die Adresse in der Form name@beispiel.be ein, nur eine Adresse.",
    }
    /// The part of an e-mail address before the `@` is not valid.
    EMAIL_LOCAL_PART = 1207 "EmailLocalPart" No User {
        en: "The part of the e-mail address before the @ is not valid." => "No spaces, accents or quotation marks, and no dot at its start or end or twice in a row.",
        fr: "La partie de l'adresse e-mail avant le @ n'est pas valable." => "Ni espace, ni accent, ni guillemet, et pas de point au début, à la fin ou deux fois de suite.",
        nl: "Het deel van het e-mailadres vóór de @ is niet geldig." => "Geen spaties, accenten of aanhalingstekens, en geen punt aan het begin of einde of tweemaal na elkaar.",
        de: "Der Teil der E-Mail-Adresse vor dem @ ist ungültig." => "Keine Leerzeichen, Akzente oder Anführungszeichen und kein Punkt am Anfang, am Ende oder zweimal hintereinander.",
    }
    /// The part of an e-mail address after the `@` is not valid.
    EMAIL_DOMAIN = 1208 "EmailDomain" No User {
        en: "The part of the e-mail address after the @ is not valid." => "It has letters, digits and hyphens, and a dot, as in example.be.",
        fr: "La partie de l'adresse e-mail après le @ n'est pas valable." => "Elle comporte des lettres, chiffres et traits d'union, et un point, comme exemple.be.",
        nl: "Het deel van het e-mailadres na de @ is niet geldig." => "Het bevat letters, cijfers en koppeltekens, en een punt, zoals voorbeeld.be.",
        de: "Der Teil der E-Mail-Adresse nach dem @ ist ungültig." => "Er enthält Buchstaben, Ziffern und Bindestriche sowie einen Punkt, wie beispiel.be.",
    }
    /// A phone number has characters that cannot be in one.
    PHONE_CHARACTERS = 1209 "PhoneCharacters" No User {
        en: "The phone number has characters that are not digits." => "Type one number, such as +32 2 788 51 55 or 02/788.51.55, without extension or remark.",
        fr: "Le numéro de téléphone contient des caractères qui ne sont pas des chiffres." => "Saisissez un seul numéro, comme +32 2 788 51 55 ou 02/788.51.55, sans extension ni remarque.",
        nl: "Het telefoonnummer bevat tekens die geen cijfers zijn." => "Vul één nummer in, zoals +32 2 788 51 55 of 02/788.51.55, zonder toestelnummer of opmerking.",
        de: "Die Telefonnummer enthält Zeichen, die keine Ziffern sind." => "Geben Sie eine einzige Nummer ein, wie +32 2 788 51 55 oder 02/788.51.55, ohne Durchwahlvermerk oder Bemerkung.",
    }
    /// A phone number has too few or too many digits.
    PHONE_LENGTH = 1210 "PhoneLength" No User {
        en: "The phone number has {found} digits; a complete one has 6 to 15." => "Type the whole number with its area code.",
        fr: "Le numéro de téléphone compte {found} chiffres ; un numéro complet en compte de 6 à 15." => "Saisissez le numéro complet avec son indicatif.",
        nl: "Het telefoonnummer telt {found} cijfers; een volledig nummer telt er 6 tot 15." => "Vul het volledige nummer in, met zonenummer.",
        de: "Die Telefonnummer hat {found} Ziffern; eine vollständige hat 6 bis 15." => "Geben Sie die vollständige Nummer mit Vorwahl ein.",
    }
    /// A password is shorter than 8 characters.
    PASSWORD_TOO_SHORT = 1211 "PasswordTooShort" No User {
        en: "The password is shorter than 8 characters." => "Choose a longer one; a few words in a row are easy to remember.",
        fr: "Le mot de passe compte moins de 8 caractères." => "Choisissez-en un plus long ; quelques mots à la suite se retiennent facilement.",
        nl: "Het wachtwoord is korter dan 8 tekens." => "Kies een langer; enkele woorden na elkaar onthoudt u gemakkelijk.",
        de: "Das Passwort ist kürzer als 8 Zeichen." => "Wählen Sie ein längeres; einige Wörter hintereinander sind leicht zu merken.",
    }
    /// A password is longer than 256 characters.
    PASSWORD_TOO_LONG = 1212 "PasswordTooLong" No User {
        en: "The password is longer than 256 characters." => "Choose a shorter one.",
        fr: "Le mot de passe dépasse 256 caractères." => "Choisissez-en un plus court.",
        nl: "Het wachtwoord is langer dan 256 tekens." => "Kies een korter.",
        de: "Das Passwort ist länger als 256 Zeichen." => "Wählen Sie ein kürzeres.",
    }
    /// A password has characters that not every keyboard and program has.
    PASSWORD_CHARACTERS = 1213 "PasswordCharacters" No User {
        en: "The password has characters that are not accepted, such as an accented letter." => "Use letters without accents, digits and the symbols of the keyboard.",
        fr: "Le mot de passe contient des caractères non acceptés, par exemple une lettre accentuée." => "Utilisez des lettres sans accent, des chiffres et les symboles du clavier.",
        nl: "Het wachtwoord bevat tekens die niet aanvaard worden, zoals een letter met accent." => "Gebruik letters zonder accent, cijfers en de symbolen van het toetsenbord.",
        de: "Das Passwort enthält Zeichen, die nicht akzeptiert werden, zum Beispiel einen Umlaut." => "Verwenden Sie Buchstaben ohne Akzent, Ziffern und die Symbole der Tastatur.",
    }
    /// A password has neither digit nor symbol.
    PASSWORD_DIGIT_OR_SYMBOL = 1214 "PasswordDigitOrSymbol" No User {
        en: "The password has neither a digit nor a symbol." => "Add at least one.",
        fr: "Le mot de passe ne contient ni chiffre ni symbole." => "Ajoutez-en au moins un.",
        nl: "Het wachtwoord bevat geen cijfer en geen symbool." => "Voeg er minstens één toe.",
        de: "Das Passwort enthält weder eine Ziffer noch ein Symbol." => "Fügen Sie mindestens eines hinzu.",
    }
    /// A password has no letter.
    PASSWORD_LETTER = 1215 "PasswordLetter" No User {
        en: "The password has no letter." => "Add at least one letter without accent.",
        fr: "Le mot de passe ne contient aucune lettre." => "Ajoutez au moins une lettre sans accent.",
        nl: "Het wachtwoord bevat geen letter." => "Voeg minstens één letter zonder accent toe.",
        de: "Das Passwort enthält keinen Buchstaben." => "Fügen Sie mindestens einen Buchstaben ohne Akzent hinzu.",
    }
    /// Password and confirmation differ.
    PASSWORD_CONFIRMATION = 1216 "PasswordConfirmation" No User {
        en: "The two passwords are not the same." => "Type the same password twice.",
        fr: "Les deux mots de passe ne sont pas identiques." => "Saisissez deux fois le même mot de passe.",
        nl: "De twee wachtwoorden zijn niet gelijk." => "Vul tweemaal hetzelfde wachtwoord in.",
        de: "Die beiden Passwörter stimmen nicht überein." => "Geben Sie zweimal dasselbe Passwort ein.",
    }
    /// A name has invisible characters (zero width, writing direction, control).
    NAME_INVISIBLE_CHARACTERS = 1217 "NameInvisibleCharacters" No User {
        en: "The name has characters that cannot be seen: {characters}." => "Type the name again instead of pasting it.",
        fr: "Le nom contient des caractères invisibles : {characters}." => "Saisissez le nom à nouveau au lieu de le coller.",
        nl: "De naam bevat onzichtbare tekens: {characters}." => "Typ de naam opnieuw in plaats van hem te plakken.",
        de: "Der Name enthält unsichtbare Zeichen: {characters}." => "Geben Sie den Namen neu ein, statt ihn einzufügen.",
    }
    /// A name has letters that stay as they are when diacritics are removed.
    NAME_UNFOLDED_LETTERS = 1218 "NameUnfoldedLetters" No User {
        en: "These letters of the name stay as they are: {characters}." => "Check the name in the overview. If the eHealth platform refuses it, write it without these letters.",
        fr: "Ces lettres du nom restent telles quelles : {characters}." => "Vérifiez le nom dans l'aperçu. Si la plate-forme eHealth le refuse, écrivez-le sans ces lettres.",
        nl: "Deze letters van de naam blijven zoals ze zijn: {characters}." => "Kijk de naam na in het overzicht. Weigert het eHealth-platform hem, schrijf hem dan zonder deze letters.",
        de: "Diese Buchstaben des Namens bleiben, wie sie sind: {characters}." => "Prüfen Sie den Namen in der Übersicht. Lehnt die eHealth-Plattform ihn ab, schreiben Sie ihn ohne diese Buchstaben.",
    }
    /// A name is longer than 256 characters.
    NAME_LENGTH = 1219 "NameLength" No User {
        en: "The name has {found} characters; 256 is the most." => "Shorten the name.",
        fr: "Le nom compte {found} caractères ; 256 est le maximum." => "Raccourcissez le nom.",
        nl: "De naam telt {found} tekens; 256 is het maximum." => "Kort de naam in.",
        de: "Der Name hat {found} Zeichen; 256 sind höchstens erlaubt." => "Kürzen Sie den Namen.",
    }
    /// A base service is not one, or not one for this type of organisation.
    BASE_SERVICE_UNKNOWN = 1220 "BaseServiceUnknown" No User {
        en: "The specific use {service} cannot be chosen here." => "Choose one from the list, or none.",
        fr: "L'utilisation spécifique {service} ne peut pas être choisie ici." => "Choisissez-en une dans la liste, ou aucune.",
        nl: "Het specifieke gebruik {service} kan hier niet gekozen worden." => "Kies er een uit de lijst, of geen.",
        de: "Die spezifische Verwendung {service} kann hier nicht gewählt werden." => "Wählen Sie eine aus der Liste oder keine.",
    }
    /// A person's type was used for an organisation.
    HOLDER_MISMATCH = 1221 "HolderMismatch" No User {
        en: "The type {type} is that of a person, not of an organisation." => "Ask for a personal certificate, or choose the type of the organisation.",
        fr: "Le type {type} est celui d'une personne, pas d'une organisation." => "Demandez un certificat personnel ou choisissez le type de l'organisation.",
        nl: "Het type {type} is dat van een persoon, niet van een organisatie." => "Vraag een persoonlijk certificaat, of kies het type van de organisatie.",
        de: "Der Typ {type} gehört zu einer Person, nicht zu einer Organisation." => "Beantragen Sie ein persönliches Zertifikat oder wählen Sie den Typ der Organisation.",
    }
}
