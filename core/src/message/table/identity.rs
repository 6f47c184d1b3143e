use super::*;

codes! {
    /// No number was given.
    IDENTIFIER_MISSING = 1101 "IdentifierMissing" No User {
        en: "The number ({type}) is missing." => "Type the number.",
        fr: "Le numéro ({type}) manque." => "Saisissez le numéro.",
        nl: "Het nummer ({type}) ontbreekt." => "Vul het nummer in.",
        de: "Die Nummer ({type}) fehlt." => "Geben Sie die Nummer ein.",
    }
    /// A number has another length than its type asks for.
    IDENTIFIER_LENGTH = 1102 "IdentifierLength" No User {
        en: "The number ({type}) has {found} digits instead of {expected}." => "Compare it with the original document and type all of its digits.",
        fr: "Le numéro ({type}) compte {found} chiffres au lieu de {expected}." => "Comparez-le au document d'origine et saisissez tous ses chiffres.",
        nl: "Het nummer ({type}) telt {found} cijfers in plaats van {expected}." => "Vergelijk het met het oorspronkelijke document en vul alle cijfers in.",
        de: "Die Nummer ({type}) hat {found} Ziffern statt {expected}." => "Vergleichen Sie sie mit dem Originaldokument und geben Sie alle Ziffern ein.",
    }
    /// A number has characters other than digits and separators.
    IDENTIFIER_CHARACTERS = 1103 "IdentifierCharacters" No User {
        en: "The number ({type}) has characters that are not digits." => "Type the digits only; spaces, dots and hyphens are allowed between them.",
        fr: "Le numéro ({type}) contient des caractères qui ne sont pas des chiffres." => "Saisissez uniquement les chiffres ; les espaces, points et tirets sont permis entre eux.",
        nl: "Het nummer ({type}) bevat tekens die geen cijfers zijn." => "Vul alleen de cijfers in; spaties, punten en streepjes ertussen mogen.",
        de: "Die Nummer ({type}) enthält Zeichen, die keine Ziffern sind." => "Geben Sie nur die Ziffern ein; Leerzeichen, Punkte und Bindestriche dazwischen sind erlaubt.",
    }
    /// The check digits of a number do not fit.
    IDENTIFIER_CHECK_DIGIT = 1104 "IdentifierCheckDigit" No User {
        en: "The number ({type}) does not seem right: its check digits do not fit." => "A digit is probably wrong or two are swapped. Compare it with the original document.",
        fr: "Le numéro ({type}) semble incorrect : ses chiffres de contrôle ne correspondent pas." => "Un chiffre est sans doute faux ou deux sont inversés. Comparez-le au document d'origine.",
        nl: "Het nummer ({type}) lijkt niet juist: de controlecijfers kloppen niet." => "Waarschijnlijk is een cijfer fout of zijn er twee verwisseld. Vergelijk het met het oorspronkelijke document.",
        de: "Die Nummer ({type}) scheint nicht richtig zu sein: Die Prüfziffern passen nicht." => "Wahrscheinlich ist eine Ziffer falsch oder zwei sind vertauscht. Vergleichen Sie sie mit dem Originaldokument.",
    }
    /// The check digits fit a less usual modulus (89 or 83).
    IDENTIFIER_CHECK_DIGIT_UNUSUAL = 1105 "IdentifierCheckDigitUnusual" No User {
        en: "The check digits of the number ({type}) follow a less usual rule." => "Look at the number once more. If it is right, go on.",
        fr: "Les chiffres de contrôle du numéro ({type}) suivent une règle moins courante." => "Relisez le numéro. S'il est exact, continuez.",
        nl: "De controlecijfers van het nummer ({type}) volgen een minder gebruikelijke regel." => "Lees het nummer nog eens na. Als het klopt, ga dan verder.",
        de: "Die Prüfziffern der Nummer ({type}) folgen einer weniger üblichen Regel." => "Sehen Sie sich die Nummer noch einmal an. Ist sie richtig, fahren Sie fort.",
    }
    /// Only the first eight digits of an 11-digit number are used.
    IDENTIFIER_SHORTENED = 1106 "IdentifierShortened" No User {
        en: "Only the first 8 digits of the number are used ({type})." => "Check that the 8 digits shown are those of the organisation.",
        fr: "Seuls les 8 premiers chiffres du numéro sont utilisés ({type})." => "Vérifiez que les 8 chiffres affichés sont ceux de l'organisation.",
        nl: "Alleen de eerste 8 cijfers van het nummer worden gebruikt ({type})." => "Kijk na of de 8 getoonde cijfers die van de organisatie zijn.",
        de: "Nur die ersten 8 Ziffern der Nummer werden verwendet ({type})." => "Prüfen Sie, ob die 8 angezeigten Ziffern die der Organisation sind.",
    }
    /// A number does not match the expression that the RA gave for its type.
    IDENTIFIER_PATTERN = 1107 "IdentifierPattern" No User {
        en: "The eHealth platform accepts no such number for {type}." => "Check the number, and that the right type of organisation is chosen.",
        fr: "La plate-forme eHealth n'accepte pas un tel numéro pour {type}." => "Vérifiez le numéro et le type d'organisation choisi.",
        nl: "Het eHealth-platform aanvaardt zo'n nummer niet voor {type}." => "Kijk het nummer na, en of het juiste soort organisatie gekozen is.",
        de: "Die eHealth-Plattform akzeptiert eine solche Nummer für {type} nicht." => "Prüfen Sie die Nummer und ob die richtige Art von Organisation gewählt ist.",
    }
    /// An identifier type is not in the list.
    IDENTIFIER_TYPE_UNKNOWN = 1108 "IdentifierTypeUnknown" No User {
        en: "The type {type} is not in the list of known types." => "Choose the type from the list. If it is new and right, update the list from the eHealth platform.",
        fr: "Le type {type} ne figure pas dans la liste des types connus." => "Choisissez le type dans la liste. S'il est nouveau et exact, mettez la liste à jour depuis la plate-forme eHealth.",
        nl: "Het type {type} staat niet in de lijst van gekende types." => "Kies het type uit de lijst. Is het nieuw en juist, werk dan de lijst bij vanaf het eHealth-platform.",
        de: "Der Typ {type} steht nicht in der Liste der bekannten Typen." => "Wählen Sie den Typ aus der Liste. Ist er neu und richtig, aktualisieren Sie die Liste von der eHealth-Plattform.",
    }
    /// A type is not written as a type can be.
    IDENTIFIER_TYPE_INVALID = 1109 "IdentifierTypeInvalid" No Integrator {
        en: "{type} cannot be the name of an identifier type." => "Choose the type from the list. A type has capitals, digits, underscores and one hyphen at most.",
        fr: "{type} ne peut pas être le nom d'un type d'identifiant." => "Choisissez le type dans la liste. Un type comporte des majuscules, des chiffres, des tirets bas et au plus un trait d'union.",
        nl: "{type} kan niet de naam van een type nummer zijn." => "Kies het type uit de lijst. Een type bestaat uit hoofdletters, cijfers, lage streepjes en hoogstens één koppelteken.",
        de: "{type} kann nicht der Name eines Nummerntyps sein." => "Wählen Sie den Typ aus der Liste. Ein Typ besteht aus Großbuchstaben, Ziffern, Unterstrichen und höchstens einem Bindestrich.",
    }
    /// The date in a national number cannot be.
    SSIN_DATE = 1110 "SsinDate" No User {
        en: "The national number begins with a date that does not exist." => "Compare it with the identity card.",
        fr: "Le numéro de registre national commence par une date qui n'existe pas." => "Comparez-le à la carte d'identité.",
        nl: "Het rijksregisternummer begint met een datum die niet bestaat." => "Vergelijk het met de identiteitskaart.",
        de: "Die Nationalregisternummer beginnt mit einem Datum, das es nicht gibt." => "Vergleichen Sie sie mit dem Personalausweis.",
    }
    /// The sequence number in a national number is 000 or 999.
    SSIN_SEQUENCE = 1111 "SsinSequence" No User {
        en: "This national number is never given to a person." => "Compare it with the identity card.",
        fr: "Ce numéro de registre national n'est jamais attribué à une personne." => "Comparez-le à la carte d'identité.",
        nl: "Dit rijksregisternummer wordt nooit aan een persoon gegeven." => "Vergelijk het met de identiteitskaart.",
        de: "Diese Nationalregisternummer wird nie einer Person zugeteilt." => "Vergleichen Sie sie mit dem Personalausweis.",
    }
    /// An expression in Java syntax has no linear-time equal.
    PATTERN_UNSUPPORTED = 1112 "PatternUnsupported" No Integrator {
        en: "The rule of the eHealth platform for {type} uses {construct}, which is not run for safety. The number is not checked by it." => "Check the number yourself; the eHealth platform checks it again.",
        fr: "La règle de la plate-forme eHealth pour {type} utilise {construct}, qui n'est pas exécuté par sécurité. Le numéro n'est pas contrôlé par elle." => "Vérifiez vous-même le numéro ; la plate-forme eHealth le contrôle à nouveau.",
        nl: "De regel van het eHealth-platform voor {type} gebruikt {construct}, wat om veiligheidsredenen niet uitgevoerd wordt. Het nummer wordt er niet mee nagekeken." => "Kijk het nummer zelf na; het eHealth-platform controleert het opnieuw.",
        de: "Die Regel der eHealth-Plattform für {type} verwendet {construct}, was aus Sicherheitsgründen nicht ausgeführt wird. Die Nummer wird damit nicht geprüft." => "Prüfen Sie die Nummer selbst; die eHealth-Plattform prüft sie erneut.",
    }
    /// An expression is not one, or is too large.
    PATTERN_INVALID = 1113 "PatternInvalid" No Ehealth {
        en: "The rule of the eHealth platform for {type} cannot be read. The number is not checked by it." => "Check the number yourself; the eHealth platform checks it again.",
        fr: "La règle de la plate-forme eHealth pour {type} est illisible. Le numéro n'est pas contrôlé par elle." => "Vérifiez vous-même le numéro ; la plate-forme eHealth le contrôle à nouveau.",
        nl: "De regel van het eHealth-platform voor {type} kan niet gelezen worden. Het nummer wordt er niet mee nagekeken." => "Kijk het nummer zelf na; het eHealth-platform controleert het opnieuw.",
        de: "Die Regel der eHealth-Plattform für {type} kann nicht gelesen werden. Die Nummer wird damit nicht geprüft." => "Prüfen Sie die Nummer selbst; die eHealth-Plattform prüft sie erneut.",
    }
    /// The RA names a check-digit algorithm that ehcert does not know.
    CHECK_ALGORITHM_UNKNOWN = 1114 "CheckAlgorithmUnknown" No Integrator {
        en: "The check digits for {type} follow a rule ({algorithm}) that ehcert does not know. They are not checked." => "Check the number yourself; the eHealth platform checks it again.",
        fr: "Les chiffres de contrôle pour {type} suivent une règle ({algorithm}) inconnue de ehcert. Ils ne sont pas contrôlés." => "Vérifiez vous-même le numéro ; la plate-forme eHealth le contrôle à nouveau.",
        nl: "De controlecijfers voor {type} volgen een regel ({algorithm}) die ehcert niet kent. Ze worden niet nagekeken." => "Kijk het nummer zelf na; het eHealth-platform controleert het opnieuw.",
        de: "Die Prüfziffern für {type} folgen einer Regel ({algorithm}), die ehcert nicht kennt. Sie werden nicht geprüft." => "Prüfen Sie die Nummer selbst; die eHealth-Plattform prüft sie erneut.",
    }
    /// The RA's list of organisation types cannot be used.
    ORGANIZATION_TYPES_UNUSABLE = 1115 "OrganizationTypesUnusable" No Ehealth {
        en: "The list of organisation types from the eHealth platform cannot be used." => "The built-in list is used instead. Try again later.",
        fr: "La liste des types d'organisations de la plate-forme eHealth est inutilisable." => "La liste intégrée est utilisée à sa place. Réessayez plus tard.",
        nl: "De lijst van soorten organisaties van het eHealth-platform is onbruikbaar." => "De ingebouwde lijst wordt gebruikt. Probeer later opnieuw.",
        de: "Die Liste der Organisationsarten der eHealth-Plattform ist unbrauchbar." => "Stattdessen wird die eingebaute Liste verwendet. Versuchen Sie es später erneut.",
    }
    /// A number that must be a BIS number is one of the National Register.
    BIS_NUMBER_REQUIRED = 1116 "BisNumberRequired" No User {
        en: "Without an identity card, only a person with a BIS number can ask for a certificate." => "Use the identity card in a card reader.",
        fr: "Sans carte d'identité, seule une personne ayant un numéro BIS peut demander un certificat." => "Utilisez la carte d'identité dans un lecteur de cartes.",
        nl: "Zonder identiteitskaart kan alleen een persoon met een bisnummer een certificaat vragen." => "Gebruik de identiteitskaart in een kaartlezer.",
        de: "Ohne Personalausweis kann nur eine Person mit einer BIS-Nummer ein Zertifikat beantragen." => "Verwenden Sie den Personalausweis in einem Kartenleser.",
    }
}
