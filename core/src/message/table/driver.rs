use super::*;

codes! {
    /// No way to the network at all.
    NETWORK_UNREACHABLE = 2001 "NetworkUnreachable" Yes User {
        en: "There is no connection to {host}." => "Check that this computer is connected to the internet and try again. Nothing is lost.",
        fr: "Il n'y a pas de connexion vers {host}." => "Vérifiez que cet ordinateur est connecté à internet et réessayez. Rien n'est perdu.",
        nl: "Er is geen verbinding met {host}." => "Kijk na of deze computer met het internet verbonden is en probeer opnieuw. Er is niets verloren.",
        de: "Es besteht keine Verbindung zu {host}." => "Prüfen Sie, ob dieser Computer mit dem Internet verbunden ist, und versuchen Sie es erneut. Es ist nichts verloren.",
    }
    /// The name of the server has no address.
    HOST_NOT_FOUND = 2002 "HostNotFound" Yes User {
        en: "The server {host} was not found." => "Check the internet connection and try again. If other sites work, the address is wrong or blocked: tell your helpdesk.",
        fr: "Le serveur {host} est introuvable." => "Vérifiez la connexion à internet et réessayez. Si d'autres sites fonctionnent, l'adresse est fausse ou bloquée : prévenez votre helpdesk.",
        nl: "De server {host} werd niet gevonden." => "Kijk de internetverbinding na en probeer opnieuw. Werken andere sites wel, dan is het adres fout of geblokkeerd: verwittig uw helpdesk.",
        de: "Der Server {host} wurde nicht gefunden." => "Prüfen Sie die Internetverbindung und versuchen Sie es erneut. Funktionieren andere Seiten, ist die Adresse falsch oder gesperrt: Informieren Sie Ihren Helpdesk.",
    }
    /// Nothing listens at the address.
    CONNECTION_REFUSED = 2003 "ConnectionRefused" Yes User {
        en: "The server {host} does not accept connections." => "It may be out of service for a while, or a firewall is in between. Try again later; if it stays, tell your helpdesk.",
        fr: "Le serveur {host} n'accepte pas de connexion." => "Il est peut-être momentanément hors service, ou un pare-feu le bloque. Réessayez plus tard ; si cela persiste, prévenez votre helpdesk.",
        nl: "De server {host} aanvaardt geen verbindingen." => "Hij is misschien even buiten dienst, of een firewall houdt hem tegen. Probeer later opnieuw; blijft het zo, verwittig dan uw helpdesk.",
        de: "Der Server {host} nimmt keine Verbindungen an." => "Er ist vielleicht vorübergehend außer Betrieb oder eine Firewall ist dazwischen. Versuchen Sie es später erneut; bleibt es so, informieren Sie Ihren Helpdesk.",
    }
    /// The chain of the server does not lead to a trusted root.
    SERVER_NOT_TRUSTED = 2004 "ServerNotTrusted" No Helpdesk {
        en: "The identity of the server {host} could not be confirmed, so nothing was sent." => "Do not go on from this network. A virus scanner or company network that opens encrypted traffic can be the cause: tell your helpdesk.",
        fr: "L'identité du serveur {host} n'a pas pu être confirmée ; rien n'a été envoyé." => "Ne continuez pas depuis ce réseau. Un antivirus ou un réseau d'entreprise qui ouvre le trafic chiffré peut en être la cause : prévenez votre helpdesk.",
        nl: "De identiteit van de server {host} kon niet bevestigd worden; er werd niets verstuurd." => "Ga niet verder vanaf dit netwerk. Een virusscanner of bedrijfsnetwerk dat versleuteld verkeer opent kan de oorzaak zijn: verwittig uw helpdesk.",
        de: "Die Identität des Servers {host} konnte nicht bestätigt werden; es wurde nichts gesendet." => "Fahren Sie in diesem Netz nicht fort. Ein Virenscanner oder Firmennetz, das verschlüsselten Verkehr öffnet, kann die Ursache sein: Informieren Sie Ihren Helpdesk.",
    }
    /// The certificate of the server is for another name.
    SERVER_NAME_MISMATCH = 2005 "ServerNameMismatch" No Helpdesk {
        en: "Another server answered in the place of {host}, so nothing was sent." => "Check the address in the settings. On a guest network, open a web page first and sign in; otherwise tell your helpdesk.",
        fr: "Un autre serveur a répondu à la place de {host} ; rien n'a été envoyé." => "Vérifiez l'adresse dans les réglages. Sur un réseau d'invités, ouvrez d'abord une page web et identifiez-vous ; sinon prévenez votre helpdesk.",
        nl: "Een andere server antwoordde in de plaats van {host}; er werd niets verstuurd." => "Kijk het adres in de instellingen na. Open op een gastnetwerk eerst een webpagina en meld u aan; verwittig anders uw helpdesk.",
        de: "Ein anderer Server hat anstelle von {host} geantwortet; es wurde nichts gesendet." => "Prüfen Sie die Adresse in den Einstellungen. Öffnen Sie in einem Gastnetz zuerst eine Webseite und melden Sie sich an; informieren Sie sonst Ihren Helpdesk.",
    }
    /// The certificate of the server is expired or not valid yet.
    SERVER_CERTIFICATE_EXPIRED = 2006 "ServerCertificateExpired" No User {
        en: "The certificate of the server {host} is not valid today by the clock of this computer." => "Check date and time of this computer. If they are right, the server is at fault: try again later.",
        fr: "Le certificat du serveur {host} n'est pas valable aujourd'hui selon l'horloge de cet ordinateur." => "Vérifiez la date et l'heure de cet ordinateur. Si elles sont justes, la faute est au serveur : réessayez plus tard.",
        nl: "Het certificaat van de server {host} is vandaag niet geldig volgens de klok van deze computer." => "Kijk datum en uur van deze computer na. Zijn die juist, dan ligt het aan de server: probeer later opnieuw.",
        de: "Das Zertifikat des Servers {host} ist nach der Uhr dieses Computers heute nicht gültig." => "Prüfen Sie Datum und Uhrzeit dieses Computers. Sind sie richtig, liegt es am Server: Versuchen Sie es später erneut.",
    }
    /// No secure connection could be agreed on.
    TLS_FAILED = 2007 "TlsFailed" No Helpdesk {
        en: "No secure connection with {host} could be made." => "The server or something in between is too old or damages the connection. Tell your helpdesk.",
        fr: "Aucune connexion sécurisée avec {host} n'a pu être établie." => "Le serveur, ou un appareil intermédiaire, est trop ancien ou perturbe la connexion. Prévenez votre helpdesk.",
        nl: "Er kon geen beveiligde verbinding met {host} gemaakt worden." => "De server of iets ertussen is te oud of verstoort de verbinding. Verwittig uw helpdesk.",
        de: "Mit {host} konnte keine sichere Verbindung aufgebaut werden." => "Der Server oder etwas dazwischen ist zu alt oder stört die Verbindung. Informieren Sie Ihren Helpdesk.",
    }
    /// The server did not answer in time.
    NETWORK_TIMEOUT = 2008 "NetworkTimeout" Yes User {
        en: "The server {host} did not answer in time." => "Try again in a few minutes. Nothing is lost: the operation goes on where it stopped.",
        fr: "Le serveur {host} n'a pas répondu à temps." => "Réessayez dans quelques minutes. Rien n'est perdu : l'opération reprend là où elle s'est arrêtée.",
        nl: "De server {host} antwoordde niet op tijd." => "Probeer over enkele minuten opnieuw. Er is niets verloren: de bewerking gaat verder waar ze stopte.",
        de: "Der Server {host} hat nicht rechtzeitig geantwortet." => "Versuchen Sie es in einigen Minuten erneut. Es ist nichts verloren: Der Vorgang wird dort fortgesetzt, wo er aufgehört hat.",
    }
    /// The connection broke before the answer was complete.
    CONNECTION_CUT = 2009 "ConnectionCut" Yes User {
        en: "The connection with {host} broke off." => "Try again. Nothing is lost: the operation goes on where it stopped.",
        fr: "La connexion avec {host} a été interrompue." => "Réessayez. Rien n'est perdu : l'opération reprend là où elle s'est arrêtée.",
        nl: "De verbinding met {host} viel weg." => "Probeer opnieuw. Er is niets verloren: de bewerking gaat verder waar ze stopte.",
        de: "Die Verbindung mit {host} ist abgebrochen." => "Versuchen Sie es erneut. Es ist nichts verloren: Der Vorgang wird dort fortgesetzt, wo er aufgehört hat.",
    }
    /// The answer is larger than any legitimate one.
    RESPONSE_TOO_LARGE = 2010 "ResponseTooLarge" No Helpdesk {
        en: "The answer of {host} is larger than it can rightly be (limit: {limit})." => "Something else than the expected service answers at that address. Tell your helpdesk.",
        fr: "La réponse de {host} est plus grande que ce qui est normal (limite : {limit})." => "Autre chose que le service attendu répond à cette adresse. Prévenez votre helpdesk.",
        nl: "Het antwoord van {host} is groter dan het mag zijn (grens: {limit})." => "Op dat adres antwoordt iets anders dan de verwachte dienst. Verwittig uw helpdesk.",
        de: "Die Antwort von {host} ist größer, als sie sein darf (Grenze: {limit})." => "Unter dieser Adresse antwortet etwas anderes als der erwartete Dienst. Informieren Sie Ihren Helpdesk.",
    }
    /// The server sends the request somewhere else.
    REDIRECT_REFUSED = 2011 "RedirectRefused" No Helpdesk {
        en: "The server {host} wanted to pass the request on to another address. That was refused." => "On a guest network, open a web page first and sign in. Otherwise the address in the settings is out of date: tell your helpdesk.",
        fr: "Le serveur {host} voulait renvoyer la demande vers une autre adresse. Cela a été refusé." => "Sur un réseau d'invités, ouvrez d'abord une page web et identifiez-vous. Sinon l'adresse dans les réglages est dépassée : prévenez votre helpdesk.",
        nl: "De server {host} wilde de aanvraag naar een ander adres doorsturen. Dat werd geweigerd." => "Open op een gastnetwerk eerst een webpagina en meld u aan. Anders is het adres in de instellingen verouderd: verwittig uw helpdesk.",
        de: "Der Server {host} wollte die Anfrage an eine andere Adresse weiterleiten. Das wurde abgelehnt." => "Öffnen Sie in einem Gastnetz zuerst eine Webseite und melden Sie sich an. Sonst ist die Adresse in den Einstellungen veraltet: Informieren Sie Ihren Helpdesk.",
    }
    /// An address without encryption to another computer.
    INSECURE_URL = 2012 "InsecureUrl" No Integrator {
        en: "The address of {host} is not a secure one (https)." => "Correct the address in the settings: it must begin with https://.",
        fr: "L'adresse de {host} n'est pas une adresse sécurisée (https)." => "Corrigez l'adresse dans les réglages : elle doit commencer par https://.",
        nl: "Het adres van {host} is geen beveiligd adres (https)." => "Verbeter het adres in de instellingen: het moet met https:// beginnen.",
        de: "Die Adresse von {host} ist keine sichere Adresse (https)." => "Korrigieren Sie die Adresse in den Einstellungen: Sie muss mit https:// beginnen.",
    }
    /// The system has no list of trusted certificate authorities.
    NO_TRUSTED_ROOTS = 2013 "NoTrustedRoots" No Helpdesk {
        en: "This computer has no list of trusted certificate authorities, so the identity of {host} cannot be checked." => "Install the certificate authorities of the system (on Debian and Ubuntu: the package ca-certificates) and try again.",
        fr: "Cet ordinateur n'a pas de liste d'autorités de certification ; l'identité de {host} ne peut pas être vérifiée." => "Installez les autorités de certification du système (sous Debian et Ubuntu : le paquet ca-certificates) et réessayez.",
        nl: "Deze computer heeft geen lijst van vertrouwde certificaatautoriteiten; de identiteit van {host} kan niet nagekeken worden." => "Installeer de certificaatautoriteiten van het systeem (bij Debian en Ubuntu: het pakket ca-certificates) en probeer opnieuw.",
        de: "Dieser Computer hat keine Liste vertrauenswürdiger Zertifizierungsstellen; die Identität von {host} kann nicht geprüft werden." => "Installieren Sie die Zertifizierungsstellen des Systems (bei Debian und Ubuntu: das Paket ca-certificates) und versuchen Sie es erneut.",
    }
    /// The answer is not HTTP.
    RESPONSE_MALFORMED = 2014 "ResponseMalformed" Yes Helpdesk {
        en: "The answer of {host} is garbled." => "Try again. If it stays, something in between damages the connection: tell your helpdesk.",
        fr: "La réponse de {host} est illisible." => "Réessayez. Si cela persiste, un intermédiaire perturbe la connexion : prévenez votre helpdesk.",
        nl: "Het antwoord van {host} is onleesbaar." => "Probeer opnieuw. Blijft het zo, dan verstoort iets ertussen de verbinding: verwittig uw helpdesk.",
        de: "Die Antwort von {host} ist unlesbar." => "Versuchen Sie es erneut. Bleibt es so, stört etwas dazwischen die Verbindung: Informieren Sie Ihren Helpdesk.",
    }
    /// The proxy of the network refuses or is wrongly set.
    PROXY_FAILED = 2015 "ProxyFailed" No Helpdesk {
        en: "The proxy server of this network did not let the connection to {host} through." => "Have the proxy settings of this computer checked by your helpdesk.",
        fr: "Le serveur proxy de ce réseau n'a pas laissé passer la connexion vers {host}." => "Faites vérifier les réglages du proxy de cet ordinateur par votre helpdesk.",
        nl: "De proxyserver van dit netwerk liet de verbinding met {host} niet door." => "Laat de proxy-instellingen van deze computer nakijken door uw helpdesk.",
        de: "Der Proxyserver dieses Netzes hat die Verbindung zu {host} nicht durchgelassen." => "Lassen Sie die Proxy-Einstellungen dieses Computers von Ihrem Helpdesk prüfen.",
    }
    /// The answer is compressed although that was not asked for.
    UNEXPECTED_COMPRESSION = 2016 "UnexpectedCompression" No Helpdesk {
        en: "The server {host} answered in a form that was not asked for." => "Something else than the expected service answers at that address. Tell your helpdesk.",
        fr: "Le serveur {host} a répondu sous une forme qui n'était pas demandée." => "Autre chose que le service attendu répond à cette adresse. Prévenez votre helpdesk.",
        nl: "De server {host} antwoordde in een vorm die niet gevraagd was." => "Op dat adres antwoordt iets anders dan de verwachte dienst. Verwittig uw helpdesk.",
        de: "Der Server {host} hat in einer Form geantwortet, die nicht verlangt war." => "Unter dieser Adresse antwortet etwas anderes als der erwartete Dienst. Informieren Sie Ihren Helpdesk.",
    }
    /// The network failed in another way.
    NETWORK_FAILED = 2017 "NetworkFailed" Yes Helpdesk {
        en: "The connection with {host} did not work." => "Try again. If it stays, send the technical details to your helpdesk.",
        fr: "La connexion avec {host} n'a pas fonctionné." => "Réessayez. Si cela persiste, transmettez les détails techniques à votre helpdesk.",
        nl: "De verbinding met {host} werkte niet." => "Probeer opnieuw. Blijft het zo, bezorg dan de technische details aan uw helpdesk.",
        de: "Die Verbindung mit {host} hat nicht funktioniert." => "Versuchen Sie es erneut. Bleibt es so, geben Sie die technischen Details an Ihren Helpdesk weiter.",
    }
    /// The disk is full.
    DISK_FULL = 2030 "DiskFull" Yes User {
        en: "The disk is full: {path} could not be written." => "Free some space, or choose another folder, and try again. What was there before is untouched.",
        fr: "Le disque est plein : {path} n'a pas pu être écrit." => "Libérez de l'espace ou choisissez un autre dossier, puis réessayez. Ce qui existait est intact.",
        nl: "De schijf is vol: {path} kon niet geschreven worden." => "Maak plaats vrij of kies een andere map en probeer opnieuw. Wat er al was, is onaangeroerd.",
        de: "Der Datenträger ist voll: {path} konnte nicht geschrieben werden." => "Schaffen Sie Platz oder wählen Sie einen anderen Ordner und versuchen Sie es erneut. Was vorher da war, ist unverändert.",
    }
    /// The person's share of the disk is used up.
    DISK_QUOTA = 2031 "DiskQuota" Yes User {
        en: "Your share of the disk is used up: {path} could not be written." => "Remove files that you no longer need, or ask your helpdesk for more space. What was there before is untouched.",
        fr: "Votre quota de disque est atteint : {path} n'a pas pu être écrit." => "Supprimez des fichiers inutiles ou demandez plus d'espace à votre helpdesk. Ce qui existait est intact.",
        nl: "Uw deel van de schijf is opgebruikt: {path} kon niet geschreven worden." => "Verwijder bestanden die u niet meer nodig hebt, of vraag uw helpdesk meer ruimte. Wat er al was, is onaangeroerd.",
        de: "Ihr Anteil am Datenträger ist aufgebraucht: {path} konnte nicht geschrieben werden." => "Löschen Sie nicht mehr benötigte Dateien oder bitten Sie Ihren Helpdesk um mehr Platz. Was vorher da war, ist unverändert.",
    }
    /// The system does not allow the access.
    FILE_ACCESS_DENIED = 2032 "FileAccessDenied" No Helpdesk {
        en: "This computer does not allow access to {path}." => "Choose a folder of your own, or have your helpdesk give you the right to write there.",
        fr: "Cet ordinateur n'autorise pas l'accès à {path}." => "Choisissez un dossier personnel ou demandez à votre helpdesk le droit d'y écrire.",
        nl: "Deze computer geeft geen toegang tot {path}." => "Kies een eigen map, of laat uw helpdesk u het recht geven om daar te schrijven.",
        de: "Dieser Computer erlaubt keinen Zugriff auf {path}." => "Wählen Sie einen eigenen Ordner oder lassen Sie sich von Ihrem Helpdesk das Schreibrecht geben.",
    }
    /// The folder is not there and cannot be made, or is no folder.
    FOLDER_UNUSABLE = 2033 "FolderUnusable" No User {
        en: "The folder {path} does not exist or is not a folder." => "Check the folder. If it is on a network drive or USB stick, connect that first.",
        fr: "Le dossier {path} n'existe pas ou n'est pas un dossier." => "Vérifiez le dossier. S'il se trouve sur un lecteur réseau ou une clé USB, connectez-le d'abord.",
        nl: "De map {path} bestaat niet of is geen map." => "Kijk de map na. Staat ze op een netwerkschijf of USB-stick, verbind die dan eerst.",
        de: "Der Ordner {path} existiert nicht oder ist kein Ordner." => "Prüfen Sie den Ordner. Liegt er auf einem Netzlaufwerk oder USB-Stick, verbinden Sie diesen zuerst.",
    }
    /// The file is not there.
    FILE_NOT_FOUND = 2034 "FileNotFound" No User {
        en: "The file {path} was not found." => "Check the name and the folder. Keystores are normally in the folder ehealth, keystore of your user folder.",
        fr: "Le fichier {path} est introuvable." => "Vérifiez le nom et le dossier. Les keystores se trouvent normalement dans le dossier ehealth, keystore de votre dossier personnel.",
        nl: "Het bestand {path} werd niet gevonden." => "Kijk de naam en de map na. Keystores staan normaal in de map ehealth, keystore van uw gebruikersmap.",
        de: "Die Datei {path} wurde nicht gefunden." => "Prüfen Sie Name und Ordner. Keystores liegen normalerweise im Ordner ehealth, keystore Ihres Benutzerordners.",
    }
    /// A file of that name is already there, and nothing is overwritten.
    FILE_EXISTS = 2035 "FileExists" No User {
        en: "There is already a file {path}. It was not overwritten." => "Choose another name, or go on with the keystore that is there.",
        fr: "Il existe déjà un fichier {path}. Il n'a pas été écrasé." => "Choisissez un autre nom ou continuez avec le keystore existant.",
        nl: "Er is al een bestand {path}. Het werd niet overschreven." => "Kies een andere naam of ga verder met de keystore die er al is.",
        de: "Es gibt bereits eine Datei {path}. Sie wurde nicht überschrieben." => "Wählen Sie einen anderen Namen oder fahren Sie mit dem vorhandenen Keystore fort.",
    }
    /// Another process is writing in the folder and does not end.
    KEYSTORE_BUSY = 2036 "KeystoreBusy" Yes User {
        en: "Another program is writing in the folder {path} at this moment." => "Wait until it is ready, or close the other window or program, and try again.",
        fr: "Un autre programme écrit en ce moment dans le dossier {path}." => "Attendez qu'il ait terminé, ou fermez l'autre fenêtre ou programme, puis réessayez.",
        nl: "Een ander programma schrijft op dit ogenblik in de map {path}." => "Wacht tot het klaar is, of sluit het andere venster of programma, en probeer opnieuw.",
        de: "Ein anderes Programm schreibt gerade in den Ordner {path}." => "Warten Sie, bis es fertig ist, oder schließen Sie das andere Fenster oder Programm und versuchen Sie es erneut.",
    }
    /// Another process changed the file since it was read.
    KEYSTORE_CHANGED = 2037 "KeystoreChanged" Yes User {
        en: "{path} was changed by another program in the meantime. Nothing was written, so that no key is lost." => "Start the operation again: it then uses the new content.",
        fr: "{path} a été modifié entre-temps par un autre programme. Rien n'a été écrit, pour ne perdre aucune clé." => "Recommencez l'opération : elle utilisera le nouveau contenu.",
        nl: "{path} werd intussen door een ander programma gewijzigd. Er werd niets geschreven, zodat er geen sleutel verloren gaat." => "Begin de bewerking opnieuw: ze gebruikt dan de nieuwe inhoud.",
        de: "{path} wurde inzwischen von einem anderen Programm geändert. Es wurde nichts geschrieben, damit kein Schlüssel verloren geht." => "Starten Sie den Vorgang erneut: Er verwendet dann den neuen Inhalt.",
    }
    /// Another program has the file open and does not share it (Windows).
    FILE_IN_USE = 2038 "FileInUse" Yes User {
        en: "Another program has {path} open." => "Close the program that uses the keystore, such as your medical record software, and try again. The file is untouched.",
        fr: "Un autre programme a ouvert {path}." => "Fermez le programme qui utilise le keystore, par exemple votre logiciel médical, et réessayez. Le fichier est intact.",
        nl: "Een ander programma heeft {path} open." => "Sluit het programma dat de keystore gebruikt, zoals uw medisch dossier, en probeer opnieuw. Het bestand is onaangeroerd.",
        de: "Ein anderes Programm hat {path} geöffnet." => "Schließen Sie das Programm, das den Keystore benutzt, etwa Ihre Praxissoftware, und versuchen Sie es erneut. Die Datei ist unverändert.",
    }
    /// The disk reports a fault.
    DISK_FAULT = 2039 "DiskFault" Yes Helpdesk {
        en: "The disk failed while {path} was read or written." => "Make a copy of your data and have the disk checked. For now, choose a folder on another disk.",
        fr: "Le disque a échoué pendant la lecture ou l'écriture de {path}." => "Faites une copie de vos données et faites contrôler le disque. En attendant, choisissez un dossier sur un autre disque.",
        nl: "De schijf faalde terwijl {path} gelezen of geschreven werd." => "Maak een kopie van uw gegevens en laat de schijf nakijken. Kies voorlopig een map op een andere schijf.",
        de: "Der Datenträger hat beim Lesen oder Schreiben von {path} versagt." => "Sichern Sie Ihre Daten und lassen Sie den Datenträger prüfen. Wählen Sie vorläufig einen Ordner auf einem anderen Datenträger.",
    }
    /// What was read back is not what was written.
    READ_BACK_FAILED = 2040 "ReadBackFailed" Yes Helpdesk {
        en: "{path} was written but could not be read back unchanged, so it was not used." => "The disk or network drive cannot be relied on. Choose a folder on another disk. What was there before is untouched.",
        fr: "{path} a été écrit mais n'a pas pu être relu à l'identique ; il n'a donc pas été utilisé." => "Le disque ou le lecteur réseau n'est pas fiable. Choisissez un dossier sur un autre disque. Ce qui existait est intact.",
        nl: "{path} werd geschreven maar kon niet onveranderd teruggelezen worden en werd dus niet gebruikt." => "De schijf of netwerkschijf is niet betrouwbaar. Kies een map op een andere schijf. Wat er al was, is onaangeroerd.",
        de: "{path} wurde geschrieben, konnte aber nicht unverändert zurückgelesen werden und wurde daher nicht verwendet." => "Der Datenträger oder das Netzlaufwerk ist nicht zuverlässig. Wählen Sie einen Ordner auf einem anderen Datenträger. Was vorher da war, ist unverändert.",
    }
    /// The system does not say where the user's folder is.
    HOME_NOT_FOUND = 2041 "HomeNotFound" No Helpdesk {
        en: "The folder of the user was not found." => "Say in the settings in which folder the keystores are to be kept.",
        fr: "Le dossier de l'utilisateur est introuvable." => "Indiquez dans les réglages le dossier où conserver les keystores.",
        nl: "De map van de gebruiker werd niet gevonden." => "Zeg in de instellingen in welke map de keystores bewaard worden.",
        de: "Der Ordner des Benutzers wurde nicht gefunden." => "Geben Sie in den Einstellungen an, in welchem Ordner die Keystores aufbewahrt werden.",
    }
    /// A file cannot be read or written for another reason.
    FILE_FAILED = 2042 "FileFailed" Yes Helpdesk {
        en: "{path} could not be read or written." => "Try again or choose another folder. If it stays, send the technical details to your helpdesk.",
        fr: "{path} n'a pas pu être lu ou écrit." => "Réessayez ou choisissez un autre dossier. Si cela persiste, transmettez les détails techniques à votre helpdesk.",
        nl: "{path} kon niet gelezen of geschreven worden." => "Probeer opnieuw of kies een andere map. Blijft het zo, bezorg dan de technische details aan uw helpdesk.",
        de: "{path} konnte nicht gelesen oder geschrieben werden." => "Versuchen Sie es erneut oder wählen Sie einen anderen Ordner. Bleibt es so, geben Sie die technischen Details an Ihren Helpdesk weiter.",
    }
    /// The folder is on a file system where no program can keep others out while it writes.
    FOLDER_NOT_LOCKABLE = 2043 "FolderNotLockable" No Helpdesk {
        en: "The folder {path} cannot be protected against two programs writing at once." => "Choose a folder on this computer's own disk and copy the keystore from there.",
        fr: "Le dossier {path} ne peut pas être protégé contre deux programmes qui écrivent en même temps." => "Choisissez un dossier sur le disque de cet ordinateur et copiez le keystore à partir de là.",
        nl: "De map {path} kan niet beschermd worden tegen twee programma's die tegelijk schrijven." => "Kies een map op de eigen schijf van deze computer en kopieer de keystore van daaruit.",
        de: "Der Ordner {path} kann nicht davor geschützt werden, dass zwei Programme gleichzeitig schreiben." => "Wählen Sie einen Ordner auf dem eigenen Datenträger dieses Computers und kopieren Sie den Keystore von dort.",
    }
    /// PC/SC is not installed or not running.
    PCSC_SERVICE_MISSING = 2060 "PcscServiceMissing" Yes User {
        en: "This computer is not ready for card readers: the smart card service is missing or not running." => "Windows: start the service Smart Card. Debian and Ubuntu: install the packages pcscd and libccid. Then connect the reader and try again.",
        fr: "Cet ordinateur n'est pas prêt pour un lecteur de cartes : le service de cartes à puce manque ou ne fonctionne pas." => "Windows : démarrez le service Carte à puce. Debian et Ubuntu : installez les paquets pcscd et libccid. Connectez ensuite le lecteur et réessayez.",
        nl: "Deze computer is niet klaar voor kaartlezers: de smartcarddienst ontbreekt of draait niet." => "Windows: start de service Smartcard. Debian en Ubuntu: installeer de pakketten pcscd en libccid. Sluit daarna de lezer aan en probeer opnieuw.",
        de: "Dieser Computer ist nicht für Kartenleser eingerichtet: Der Smartcard-Dienst fehlt oder läuft nicht." => "Windows: Starten Sie den Dienst Smartcard. Debian und Ubuntu: Installieren Sie die Pakete pcscd und libccid. Schließen Sie dann den Leser an und versuchen Sie es erneut.",
    }
    /// PC/SC stopped while it was in use.
    PCSC_SERVICE_STOPPED = 2061 "PcscServiceStopped" Yes User {
        en: "The smart card service of this computer stopped." => "Unplug the reader, plug it in again and try again. If it stays, restart the computer.",
        fr: "Le service de cartes à puce de cet ordinateur s'est arrêté." => "Débranchez le lecteur, rebranchez-le et réessayez. Si cela persiste, redémarrez l'ordinateur.",
        nl: "De smartcarddienst van deze computer is gestopt." => "Trek de lezer uit, sluit hem opnieuw aan en probeer opnieuw. Blijft het zo, herstart dan de computer.",
        de: "Der Smartcard-Dienst dieses Computers wurde beendet." => "Ziehen Sie den Leser ab, schließen Sie ihn wieder an und versuchen Sie es erneut. Bleibt es so, starten Sie den Computer neu.",
    }
    /// No reader is connected.
    NO_READER = 2062 "NoReader" Yes User {
        en: "No card reader is connected." => "Connect the reader. If it is connected, try another USB port or install its driver.",
        fr: "Aucun lecteur de cartes n'est connecté." => "Connectez le lecteur. S'il l'est déjà, essayez un autre port USB ou installez son pilote.",
        nl: "Er is geen kaartlezer aangesloten." => "Sluit de lezer aan. Is hij al aangesloten, probeer dan een andere USB-poort of installeer zijn stuurprogramma.",
        de: "Es ist kein Kartenleser angeschlossen." => "Schließen Sie den Leser an. Ist er angeschlossen, versuchen Sie einen anderen USB-Anschluss oder installieren Sie seinen Treiber.",
    }
    /// No reader has that name.
    READER_NOT_FOUND = 2063 "ReaderNotFound" Yes User {
        en: "The card reader {reader} is not connected." => "Connect it, or choose one of these: {readers}.",
        fr: "Le lecteur de cartes {reader} n'est pas connecté." => "Connectez-le ou choisissez l'un de ceux-ci : {readers}.",
        nl: "De kaartlezer {reader} is niet aangesloten." => "Sluit hem aan of kies een van deze: {readers}.",
        de: "Der Kartenleser {reader} ist nicht angeschlossen." => "Schließen Sie ihn an oder wählen Sie einen von diesen: {readers}.",
    }
    /// No card is in the reader.
    READER_EMPTY = 2064 "ReaderEmpty" Yes User {
        en: "There is no card in the reader {reader}." => "Put your identity card in the reader, chip first, and try again.",
        fr: "Il n'y a pas de carte dans le lecteur {reader}." => "Insérez votre carte d'identité dans le lecteur, puce en avant, et réessayez.",
        nl: "Er zit geen kaart in de lezer {reader}." => "Steek uw identiteitskaart in de lezer, met de chip eerst, en probeer opnieuw.",
        de: "Im Leser {reader} ist keine Karte." => "Stecken Sie Ihren Personalausweis mit dem Chip voran in den Leser und versuchen Sie es erneut.",
    }
    /// The card was taken out.
    CARD_REMOVED = 2065 "CardRemoved" Yes User {
        en: "The card was taken out of the reader {reader}." => "Put it back and start the step again. Leave it in until everything is done.",
        fr: "La carte a été retirée du lecteur {reader}." => "Remettez-la et recommencez l'étape. Laissez-la jusqu'à la fin.",
        nl: "De kaart werd uit de lezer {reader} genomen." => "Steek ze er opnieuw in en begin de stap opnieuw. Laat ze zitten tot alles klaar is.",
        de: "Die Karte wurde aus dem Leser {reader} genommen." => "Stecken Sie sie wieder ein und beginnen Sie den Schritt erneut. Lassen Sie sie stecken, bis alles fertig ist.",
    }
    /// Another program reset the card.
    CARD_RESET = 2066 "CardReset" Yes User {
        en: "Another program interrupted the work with the card in {reader}." => "Close other programs that use the card, such as a browser with an open signature, and try again.",
        fr: "Un autre programme a interrompu le travail avec la carte dans {reader}." => "Fermez les autres programmes qui utilisent la carte, par exemple un navigateur avec une signature en cours, et réessayez.",
        nl: "Een ander programma onderbrak het werk met de kaart in {reader}." => "Sluit andere programma's die de kaart gebruiken, zoals een browser met een open handtekening, en probeer opnieuw.",
        de: "Ein anderes Programm hat die Arbeit mit der Karte in {reader} unterbrochen." => "Schließen Sie andere Programme, die die Karte benutzen, etwa einen Browser mit einer offenen Signatur, und versuchen Sie es erneut.",
    }
    /// Another program holds the reader.
    READER_BUSY = 2068 "ReaderBusy" Yes User {
        en: "Another program is using the card reader {reader}." => "Close the eID viewer, the browser or the other program that uses the card, and try again.",
        fr: "Un autre programme utilise le lecteur de cartes {reader}." => "Fermez eID Viewer, le navigateur ou l'autre programme qui utilise la carte, et réessayez.",
        nl: "Een ander programma gebruikt de kaartlezer {reader}." => "Sluit eID Viewer, de browser of het andere programma dat de kaart gebruikt, en probeer opnieuw.",
        de: "Ein anderes Programm benutzt den Kartenleser {reader}." => "Schließen Sie den eID-Viewer, den Browser oder das andere Programm, das die Karte benutzt, und versuchen Sie es erneut.",
    }
    /// The card does not answer a command.
    CARD_NOT_ANSWERING = 2069 "CardNotAnswering" Yes User {
        en: "The card in {reader} does not answer any more." => "Take the card out, unplug the reader and plug it in again, put the card back and try again.",
        fr: "La carte dans {reader} ne répond plus." => "Retirez la carte, débranchez et rebranchez le lecteur, remettez la carte et réessayez.",
        nl: "De kaart in {reader} antwoordt niet meer." => "Neem de kaart eruit, trek de lezer uit en sluit hem opnieuw aan, steek de kaart terug en probeer opnieuw.",
        de: "Die Karte in {reader} antwortet nicht mehr." => "Nehmen Sie die Karte heraus, stecken Sie den Leser aus und wieder ein, stecken Sie die Karte zurück und versuchen Sie es erneut.",
    }
    /// What is in the reader does not react as a chip card.
    CARD_MUTE = 2070 "CardMute" Yes User {
        en: "The card in {reader} does not react." => "Check that it is the right way round, with the chip clean and in first. Try another reader to see whether the card is broken.",
        fr: "La carte dans {reader} ne réagit pas." => "Vérifiez qu'elle est dans le bon sens, puce propre et en avant. Essayez un autre lecteur pour voir si la carte est défectueuse.",
        nl: "De kaart in {reader} reageert niet." => "Kijk na of ze juist zit, met de chip schoon en vooraan. Probeer een andere lezer om te zien of de kaart stuk is.",
        de: "Die Karte in {reader} reagiert nicht." => "Prüfen Sie, ob sie richtig herum steckt, mit sauberem Chip voran. Versuchen Sie einen anderen Leser, um zu sehen, ob die Karte defekt ist.",
    }
    /// The talk between reader and card is disturbed.
    CARD_COMMUNICATION = 2071 "CardCommunication" Yes User {
        en: "The reader {reader} and the card do not understand each other." => "Take the card out, wipe the chip with a dry cloth, put it back and try again.",
        fr: "Le lecteur {reader} et la carte ne se comprennent pas." => "Retirez la carte, essuyez la puce avec un chiffon sec, remettez-la et réessayez.",
        nl: "De lezer {reader} en de kaart begrijpen elkaar niet." => "Neem de kaart eruit, veeg de chip schoon met een droge doek, steek ze terug en probeer opnieuw.",
        de: "Der Leser {reader} und die Karte verstehen einander nicht." => "Nehmen Sie die Karte heraus, wischen Sie den Chip mit einem trockenen Tuch ab, stecken Sie sie zurück und versuchen Sie es erneut.",
    }
    /// The reader was unplugged.
    READER_UNPLUGGED = 2072 "ReaderUnplugged" Yes User {
        en: "The card reader {reader} was unplugged." => "Plug it in again, put the card in and start the step again.",
        fr: "Le lecteur de cartes {reader} a été débranché." => "Rebranchez-le, insérez la carte et recommencez l'étape.",
        nl: "De kaartlezer {reader} werd uitgetrokken." => "Sluit hem opnieuw aan, steek de kaart erin en begin de stap opnieuw.",
        de: "Der Kartenleser {reader} wurde ausgesteckt." => "Stecken Sie ihn wieder ein, stecken Sie die Karte hinein und beginnen Sie den Schritt erneut.",
    }
    /// The card does not speak the protocol of identity cards.
    CARD_PROTOCOL = 2073 "CardProtocol" No User {
        en: "The card in {reader} is not one that can be read here." => "Put a Belgian identity card in the reader.",
        fr: "La carte dans {reader} ne peut pas être lue ici." => "Insérez une carte d'identité belge dans le lecteur.",
        nl: "De kaart in {reader} kan hier niet gelezen worden." => "Steek een Belgische identiteitskaart in de lezer.",
        de: "Die Karte in {reader} kann hier nicht gelesen werden." => "Stecken Sie einen belgischen Personalausweis in den Leser.",
    }
    /// PC/SC reports something else.
    PCSC_FAILED = 2074 "PcscFailed" Yes Helpdesk {
        en: "The card reader {reader} reports a fault." => "Unplug it, plug it in again and try again. If it stays, send the technical details to your helpdesk.",
        fr: "Le lecteur de cartes {reader} signale une erreur." => "Débranchez-le, rebranchez-le et réessayez. Si cela persiste, transmettez les détails techniques à votre helpdesk.",
        nl: "De kaartlezer {reader} meldt een fout." => "Trek hem uit, sluit hem opnieuw aan en probeer opnieuw. Blijft het zo, bezorg dan de technische details aan uw helpdesk.",
        de: "Der Kartenleser {reader} meldet einen Fehler." => "Stecken Sie ihn aus und wieder ein und versuchen Sie es erneut. Bleibt es so, geben Sie die technischen Details an Ihren Helpdesk weiter.",
    }
    /// The system does not let this user use card readers.
    READER_ACCESS_DENIED = 2075 "ReaderAccessDenied" No Helpdesk {
        en: "This computer does not let you use its card readers." => "In a remote session, work at the computer itself. Otherwise your helpdesk must give you the right to use card readers.",
        fr: "Cet ordinateur ne vous permet pas d'utiliser ses lecteurs de cartes." => "En session à distance, travaillez sur l'ordinateur même. Sinon votre helpdesk doit vous donner le droit d'utiliser les lecteurs de cartes.",
        nl: "Deze computer laat u zijn kaartlezers niet gebruiken." => "Werk bij een sessie op afstand aan de computer zelf. Anders moet uw helpdesk u het recht geven om kaartlezers te gebruiken.",
        de: "Dieser Computer lässt Sie seine Kartenleser nicht benutzen." => "Arbeiten Sie bei einer Fernsitzung am Computer selbst. Sonst muss Ihr Helpdesk Ihnen das Recht geben, Kartenleser zu benutzen.",
    }
    /// The reader has no keypad for PIN entry of that kind.
    NO_PINPAD = 2076 "NoPinpad" No Integrator {
        en: "The card reader {reader} has no keypad for this." => "Type the PIN on the keyboard of the computer, or use a reader with a keypad.",
        fr: "Le lecteur de cartes {reader} n'a pas de clavier pour cela." => "Tapez le code PIN sur le clavier de l'ordinateur ou utilisez un lecteur avec clavier.",
        nl: "De kaartlezer {reader} heeft hiervoor geen klavier." => "Tik de pincode op het toetsenbord van de computer of gebruik een lezer met klavier.",
        de: "Der Kartenleser {reader} hat dafür keine Tastatur." => "Geben Sie die PIN auf der Tastatur des Computers ein oder benutzen Sie einen Leser mit Tastatur.",
    }
    /// No keystore that waits for something was found.
    KEYSTORE_NOT_FOUND = 2080 "KeystoreNotFound" No User {
        en: "No keystore that waits for its certificate was found in {folder} with this password." => "Check the password, or name the keystore (.p12) yourself; it may be in the folder of another user.",
        fr: "Aucun keystore en attente de certificat n'a été trouvé dans {folder} avec ce mot de passe." => "Vérifiez le mot de passe ou indiquez vous-même le keystore (.p12) ; il est peut-être dans le dossier d'un autre utilisateur.",
        nl: "In {folder} werd met dit wachtwoord geen keystore gevonden die op zijn certificaat wacht." => "Kijk het wachtwoord na of geef zelf de keystore (.p12) op; hij staat misschien in de map van een andere gebruiker.",
        de: "In {folder} wurde mit diesem Passwort kein Keystore gefunden, der auf sein Zertifikat wartet." => "Prüfen Sie das Passwort oder geben Sie den Keystore (.p12) selbst an; er liegt vielleicht im Ordner eines anderen Benutzers.",
    }
    /// Several keystores wait for something.
    KEYSTORE_SEVERAL = 2081 "KeystoreSeveral" No User {
        en: "Several keystores in {folder} wait for their certificate." => "Name the one that is meant.",
        fr: "Plusieurs keystores dans {folder} attendent leur certificat." => "Indiquez celui qui est visé.",
        nl: "Verschillende keystores in {folder} wachten op hun certificaat." => "Geef op welke bedoeld is.",
        de: "Mehrere Keystores in {folder} warten auf ihr Zertifikat." => "Geben Sie an, welcher gemeint ist.",
    }
    /// The platform in a box could not be started or used.
    SANDBOX_FAILED = 2082 "SandboxFailed" Yes Integrator {
        en: "The platform in a box could not do this." => "Check that its folder can be written and that no other one uses the same folder or port; the technical details say more.",
        fr: "La plateforme en boîte n'a pas pu le faire." => "Vérifiez que son dossier est accessible en écriture et qu'aucune autre n'utilise le même dossier ou port ; les détails techniques en disent plus.",
        nl: "Het platform in een doos kon dit niet doen." => "Kijk na of de map beschrijfbaar is en of geen ander platform dezelfde map of poort gebruikt; de technische details zeggen meer.",
        de: "Die Plattform in der Schachtel konnte das nicht tun." => "Prüfen Sie, ob ihr Ordner beschreibbar ist und keine andere denselben Ordner oder Port benutzt; die technischen Details sagen mehr.",
    }    /// The portal page is not in this build of the command.
    PORTAL_NOT_BUILT = 2083 "PortalNotBuilt" No Integrator {
        en: "The portal page is not in this build of ehcert." => "Build the page with `bash wasm/demo/build.sh`, then the command with `cargo build --release --features portal`.",
        fr: "La page du portail n'est pas dans cette version compilée d'ehcert." => "Compilez la page avec `bash wasm/demo/build.sh`, puis la commande avec `cargo build --release --features portal`.",
        nl: "De portaalpagina zit niet in deze build van ehcert." => "Bouw de pagina met `bash wasm/demo/build.sh` en daarna het commando met `cargo build --release --features portal`.",
        de: "Die Portalseite ist in diesem Build von ehcert nicht enthalten." => "Bauen Sie die Seite mit `bash wasm/demo/build.sh`, danach den Befehl mit `cargo build --release --features portal`.",
    }
}
