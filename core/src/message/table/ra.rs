use super::*;

codes! {
    /// The RA understood the request and refused it; its own words are in [`crate::Error::ra_errors`].
    RA_REFUSED = 1601 "RaRefused" No Helpdesk {
        en: "The eHealth registration authority refused the request: {reason}" => "Read the reason and correct the request. If it is not clear, call the eHealth contact centre and read them the code and text below.",
        fr: "L'autorité d'enregistrement d'eHealth a refusé la demande : {reason}" => "Lisez la raison et corrigez la demande. Si elle n'est pas claire, appelez le centre de contact eHealth et lisez-leur le code et le texte ci-dessous.",
        nl: "De registratieautoriteit van eHealth heeft de aanvraag geweigerd: {reason}" => "Lees de reden en verbeter de aanvraag. Is ze niet duidelijk, bel dan het contactcenter van eHealth en lees hun de code en de tekst hieronder voor.",
        de: "Die Registrierungsstelle von eHealth hat den Antrag abgelehnt: {reason}" => "Lesen Sie den Grund und berichtigen Sie den Antrag. Ist er nicht klar, rufen Sie das eHealth-Kontaktzentrum an und lesen Sie den Code und den Text unten vor.",
    }
    /// The certificate is requested but not issued yet.
    CERT_NOT_YET_DELIVERED = 1602 "CertNotYetDelivered" Yes Ehealth {
        en: "The certificate has not been issued yet." => "Wait for the confirmation e-mail from eHealth, or try again later. Nothing is lost and no new request is needed.",
        fr: "Le certificat n'a pas encore été délivré." => "Attendez l'e-mail de confirmation d'eHealth ou réessayez plus tard. Rien n'est perdu et il ne faut pas de nouvelle demande.",
        nl: "Het certificaat is nog niet afgeleverd." => "Wacht op de bevestigingsmail van eHealth of probeer later opnieuw. Er is niets verloren en een nieuwe aanvraag is niet nodig.",
        de: "Das Zertifikat wurde noch nicht ausgestellt." => "Warten Sie auf die Bestätigungs-E-Mail von eHealth oder versuchen Sie es später erneut. Es ist nichts verloren und kein neuer Antrag nötig.",
    }
    /// The certificate is issued but its validity has not begun on the platform's clock.
    AUTH_CERT_NOT_YET_VALID = 1603 "AuthCertNotYetValid" Yes Ehealth {
        en: "The certificate was issued a moment ago and is not valid yet." => "Wait a few minutes and try again. Also check that the clock of this computer is right.",
        fr: "Le certificat vient d'être délivré et n'est pas encore valable." => "Attendez quelques minutes et réessayez. Vérifiez aussi que l'horloge de cet ordinateur est à l'heure.",
        nl: "Het certificaat is net afgeleverd en is nog niet geldig." => "Wacht enkele minuten en probeer opnieuw. Kijk ook na of de klok van deze computer juist staat.",
        de: "Das Zertifikat wurde soeben ausgestellt und ist noch nicht gültig." => "Warten Sie einige Minuten und versuchen Sie es erneut. Prüfen Sie auch, ob die Uhr dieses Computers richtig geht.",
    }
    /// The platform answered with a SOAP fault; its code and text are in [`crate::Error::ra_errors`].
    SOAP_FAULT = 1604 "SoapFault" Yes Ehealth {
        en: "The eHealth platform reports a failure: {reason}" => "Try again in a few minutes. If it lasts, look at the status page of eHealth or call your helpdesk with the text above.",
        fr: "La plate-forme eHealth signale une panne : {reason}" => "Réessayez dans quelques minutes. Si cela dure, consultez la page d'état d'eHealth ou appelez votre helpdesk avec le texte ci-dessus.",
        nl: "Het eHealth-platform meldt een storing: {reason}" => "Probeer over enkele minuten opnieuw. Blijft het duren, bekijk dan de statuspagina van eHealth of bel uw helpdesk met de tekst hierboven.",
        de: "Die eHealth-Plattform meldet eine Störung: {reason}" => "Versuchen Sie es in einigen Minuten erneut. Hält es an, sehen Sie auf der Statusseite von eHealth nach oder rufen Sie Ihren Helpdesk mit dem obigen Text an.",
    }
    /// An HTTP status other than success, without a SOAP fault.
    HTTP_STATUS = 1605 "HttpStatus" Yes Ehealth {
        en: "The eHealth platform cannot handle the request at the moment (status {status})." => "Try again in a few minutes. If it lasts, call your helpdesk and tell them the status number.",
        fr: "La plate-forme eHealth ne peut pas traiter la demande pour le moment (statut {status})." => "Réessayez dans quelques minutes. Si cela dure, appelez votre helpdesk et donnez le numéro de statut.",
        nl: "Het eHealth-platform kan de aanvraag op dit moment niet verwerken (status {status})." => "Probeer over enkele minuten opnieuw. Blijft het duren, bel dan uw helpdesk en geef het statusnummer door.",
        de: "Die eHealth-Plattform kann den Antrag derzeit nicht bearbeiten (Status {status})." => "Versuchen Sie es in einigen Minuten erneut. Hält es an, rufen Sie Ihren Helpdesk an und nennen Sie die Statusnummer.",
    }
    /// An answer without content.
    ANSWER_EMPTY = 1606 "AnswerEmpty" Yes Ehealth {
        en: "The eHealth platform sent an empty answer." => "Try again in a few minutes. If it lasts, call your helpdesk.",
        fr: "La plate-forme eHealth a envoyé une réponse vide." => "Réessayez dans quelques minutes. Si cela dure, appelez votre helpdesk.",
        nl: "Het eHealth-platform stuurde een leeg antwoord." => "Probeer over enkele minuten opnieuw. Blijft het duren, bel dan uw helpdesk.",
        de: "Die eHealth-Plattform hat eine leere Antwort gesendet." => "Versuchen Sie es in einigen Minuten erneut. Hält es an, rufen Sie Ihren Helpdesk an.",
    }
    /// A web page, garbage, or XML that is not well-formed where a message is expected.
    ANSWER_NOT_XML = 1607 "AnswerNotXml" Yes Helpdesk {
        en: "What came back is not an answer of the eHealth platform: perhaps a web page of the network, a proxy or a maintenance notice." => "Open a web page to see whether the network asks you to log in, then try again. If it lasts, ask your helpdesk to let this computer reach the eHealth platform.",
        fr: "Ce qui est revenu n'est pas une réponse de la plate-forme eHealth : peut-être une page du réseau, d'un proxy ou un avis de maintenance." => "Ouvrez une page web pour voir si le réseau demande de vous connecter, puis réessayez. Si cela dure, demandez à votre helpdesk de donner à cet ordinateur l'accès à la plate-forme eHealth.",
        nl: "Wat terugkwam is geen antwoord van het eHealth-platform: misschien een pagina van het netwerk, van een proxy of een onderhoudsbericht." => "Open een webpagina om te zien of het netwerk vraagt om aan te melden, en probeer opnieuw. Blijft het duren, vraag dan uw helpdesk om deze computer toegang te geven tot het eHealth-platform.",
        de: "Was zurückkam, ist keine Antwort der eHealth-Plattform: vielleicht eine Seite des Netzwerks, eines Proxys oder ein Wartungshinweis." => "Öffnen Sie eine Webseite, um zu sehen, ob das Netzwerk eine Anmeldung verlangt, und versuchen Sie es erneut. Hält es an, bitten Sie Ihren Helpdesk, diesem Computer den Zugang zur eHealth-Plattform zu geben.",
    }
    /// Well-formed XML without what the message must have.
    MESSAGE_UNEXPECTED = 1608 "MessageUnexpected" No Integrator {
        en: "A message does not have the content that the eHealth platform has agreed on." => "Update the software. If it is up to date, send the technical details to its makers.",
        fr: "Un message n'a pas le contenu convenu par la plate-forme eHealth." => "Mettez le logiciel à jour. S'il est à jour, transmettez les détails techniques à son éditeur.",
        nl: "Een bericht heeft niet de inhoud die met het eHealth-platform is afgesproken." => "Werk de software bij. Is ze bijgewerkt, bezorg dan de technische details aan de maker.",
        de: "Eine Nachricht hat nicht den Inhalt, der mit der eHealth-Plattform vereinbart ist." => "Aktualisieren Sie die Software. Ist sie aktuell, geben Sie die technischen Details an ihren Hersteller weiter.",
    }
    /// The answer names another request than the one that was sent.
    ANSWER_MISMATCH = 1609 "AnswerMismatch" Yes Helpdesk {
        en: "The answer that came back belongs to another request." => "Try again. If it comes back, tell your helpdesk: something between this computer and eHealth mixes up answers.",
        fr: "La réponse reçue appartient à une autre demande." => "Réessayez. Si cela se reproduit, prévenez votre helpdesk : quelque chose mélange les réponses entre cet ordinateur et eHealth.",
        nl: "Het antwoord dat terugkwam hoort bij een andere aanvraag." => "Probeer opnieuw. Komt het terug, verwittig dan uw helpdesk: iets tussen deze computer en eHealth haalt antwoorden door elkaar.",
        de: "Die eingegangene Antwort gehört zu einem anderen Antrag." => "Versuchen Sie es erneut. Tritt es wieder auf, informieren Sie Ihren Helpdesk: Etwas zwischen diesem Computer und eHealth vertauscht Antworten.",
    }
    /// XML with a document type declaration, which can hide an attack.
    XML_FORBIDDEN = 1610 "XmlForbidden" No Helpdesk {
        en: "A message was refused because it has a part (a document type declaration) that can hide an attack." => "Do not try again on this network. Tell your helpdesk.",
        fr: "Un message a été refusé parce qu'il contient un élément (une déclaration de type de document) qui peut cacher une attaque." => "Ne réessayez pas sur ce réseau. Prévenez votre helpdesk.",
        nl: "Een bericht werd geweigerd omdat het een onderdeel bevat (een documenttypedeclaratie) dat een aanval kan verbergen." => "Probeer niet opnieuw op dit netwerk. Verwittig uw helpdesk.",
        de: "Eine Nachricht wurde abgelehnt, weil sie einen Teil (eine Dokumenttyp-Deklaration) enthält, der einen Angriff verbergen kann." => "Versuchen Sie es in diesem Netzwerk nicht erneut. Informieren Sie Ihren Helpdesk.",
    }
    /// A request that must be signed is not.
    XML_SIGNATURE_MISSING = 1611 "XmlSignatureMissing" No Integrator {
        en: "The request is not signed." => "The makers of the software must have the request signed before it is sent.",
        fr: "La demande n'est pas signée." => "L'éditeur du logiciel doit faire signer la demande avant son envoi.",
        nl: "De aanvraag is niet ondertekend." => "De maker van de software moet de aanvraag laten ondertekenen voor ze verstuurd wordt.",
        de: "Der Antrag ist nicht signiert." => "Der Hersteller der Software muss den Antrag vor dem Senden signieren lassen.",
    }
    /// A signature of a form that is not allowed: wrapped, doubled, of something else, or with a weak algorithm.
    XML_SIGNATURE_REFUSED = 1612 "XmlSignatureRefused" No Integrator {
        en: "The signature of the request has a form that is not accepted, because it could cover something else than what is read." => "The makers of the software must correct the signature; the technical details say which part.",
        fr: "La signature de la demande a une forme qui n'est pas acceptée, car elle pourrait couvrir autre chose que ce qui est lu." => "L'éditeur du logiciel doit corriger la signature ; les détails techniques disent quelle partie.",
        nl: "De handtekening van de aanvraag heeft een vorm die niet aanvaard wordt, omdat ze iets anders zou kunnen dekken dan wat gelezen wordt." => "De maker van de software moet de handtekening verbeteren; de technische details zeggen welk deel.",
        de: "Die Signatur des Antrags hat eine Form, die nicht angenommen wird, weil sie etwas anderes abdecken könnte als das, was gelesen wird." => "Der Hersteller der Software muss die Signatur berichtigen; die technischen Details nennen den Teil.",
    }
}
