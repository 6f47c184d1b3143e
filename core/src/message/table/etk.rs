//! ETK and sealed messages. The names in capitals are eHealth's own (`NotificationError`, `NotificationFatal`
//! and `NotificationWarning` of the official library), so that who knows that library knows them.

use super::*;

codes! {
    /// The encryption certificate is not signed with the key of the authentication certificate.
    ETK_ENCRYPTION_CERT_SIGNATURE_NOT_VALID = 1801 "ETK_ENCRYPTION_CERT_SIGNATURE_NOT_VALID" No Helpdesk {
        en: "The encryption certificate in the token was not signed by its owner." => "Fetch the encryption token again. If it stays wrong, its owner must renew the eHealth certificate.",
        fr: "Le certificat de chiffrement du jeton n'a pas été signé par son titulaire." => "Récupérez à nouveau le jeton de chiffrement. Si le problème persiste, son titulaire doit renouveler son certificat eHealth.",
        nl: "Het vercijferingscertificaat in het token is niet door de eigenaar ondertekend." => "Haal het vercijferingstoken opnieuw op. Blijft het fout, dan moet de eigenaar het eHealth-certificaat vernieuwen.",
        de: "Das Verschlüsselungszertifikat im Token wurde nicht von seinem Inhaber signiert." => "Rufen Sie das Verschlüsselungstoken erneut ab. Bleibt es fehlerhaft, muss der Inhaber sein eHealth-Zertifikat erneuern.",
    }
    /// The key of the authentication certificate is too short or of an unknown kind.
    ETK_AUTHENTICATION_CERT_HAS_INVALID_KEY = 1802 "ETK_AUTHENTICATION_CERT_HAS_INVALID_KEY" No Helpdesk {
        en: "The authentication certificate in the token has a key that is too weak or unknown." => "Nothing can be sealed for this owner until the eHealth certificate is renewed and registered. Tell the owner.",
        fr: "Le certificat d'authentification du jeton a une clé trop faible ou inconnue." => "Rien ne peut être scellé pour ce titulaire tant que son certificat eHealth n'est pas renouvelé et enregistré. Prévenez-le.",
        nl: "Het authenticatiecertificaat in het token heeft een te zwakke of onbekende sleutel." => "Er kan niets voor deze eigenaar verzegeld worden tot het eHealth-certificaat vernieuwd en geregistreerd is. Verwittig de eigenaar.",
        de: "Das Authentifizierungszertifikat im Token hat einen zu schwachen oder unbekannten Schlüssel." => "Für diesen Inhaber kann nichts versiegelt werden, bis sein eHealth-Zertifikat erneuert und registriert ist. Informieren Sie ihn.",
    }
    /// The two certificates of the token are not usable together: one is missing, its encryption key is too short, or the chain is not trusted.
    ETK_CERTS_INVALID = 1803 "ETK_CERTS_INVALID" No Helpdesk {
        en: "The certificates in the encryption token cannot be trusted." => "Fetch the encryption token again. If it stays wrong, its owner must renew the eHealth certificate.",
        fr: "Les certificats du jeton de chiffrement ne sont pas dignes de confiance." => "Récupérez à nouveau le jeton de chiffrement. Si le problème persiste, son titulaire doit renouveler son certificat eHealth.",
        nl: "De certificaten in het vercijferingstoken zijn niet te vertrouwen." => "Haal het vercijferingstoken opnieuw op. Blijft het fout, dan moet de eigenaar het eHealth-certificaat vernieuwen.",
        de: "Den Zertifikaten im Verschlüsselungstoken kann nicht vertraut werden." => "Rufen Sie das Verschlüsselungstoken erneut ab. Bleibt es fehlerhaft, muss der Inhaber sein eHealth-Zertifikat erneuern.",
    }
    /// The encryption certificate of the token is no longer valid.
    ETK_ENCRYPTION_CERT_EXPIRED = 1804 "ETK_ENCRYPTION_CERT_EXPIRED" No User {
        en: "The encryption certificate in the token has expired." => "Nothing can be sealed for this owner until the eHealth certificate is renewed and registered. Tell the owner.",
        fr: "Le certificat de chiffrement du jeton a expiré." => "Rien ne peut être scellé pour ce titulaire tant que son certificat eHealth n'est pas renouvelé et enregistré. Prévenez-le.",
        nl: "Het vercijferingscertificaat in het token is vervallen." => "Er kan niets voor deze eigenaar verzegeld worden tot het eHealth-certificaat vernieuwd en geregistreerd is. Verwittig de eigenaar.",
        de: "Das Verschlüsselungszertifikat im Token ist abgelaufen." => "Für diesen Inhaber kann nichts versiegelt werden, bis sein eHealth-Zertifikat erneuert und registriert ist. Informieren Sie ihn.",
    }
    /// The encryption certificate of the token is not valid yet.
    ETK_ENCRYPTION_CERT_NOT_YET_VALID = 1805 "ETK_ENCRYPTION_CERT_NOT_YET_VALID" Yes User {
        en: "The encryption certificate in the token is not valid yet." => "Check the date and the time of this computer, then try again.",
        fr: "Le certificat de chiffrement du jeton n'est pas encore valable." => "Vérifiez la date et l'heure de cet ordinateur, puis réessayez.",
        nl: "Het vercijferingscertificaat in het token is nog niet geldig." => "Kijk de datum en het uur van deze computer na en probeer opnieuw.",
        de: "Das Verschlüsselungszertifikat im Token ist noch nicht gültig." => "Prüfen Sie Datum und Uhrzeit dieses Computers und versuchen Sie es erneut.",
    }
    /// The encryption certificate is a CA, or its keyUsage is not exactly keyEncipherment and dataEncipherment.
    ETK_ENCRYPTION_CERT_HAS_INVALID_KEYUSAGE = 1806 "ETK_ENCRYPTION_CERT_HAS_INVALID_KEYUSAGE" No Helpdesk {
        en: "The encryption certificate in the token is not made for this use." => "Fetch the encryption token again. If it stays wrong, its owner must renew the eHealth certificate.",
        fr: "Le certificat de chiffrement du jeton n'est pas prévu pour cet usage." => "Récupérez à nouveau le jeton de chiffrement. Si le problème persiste, son titulaire doit renouveler son certificat eHealth.",
        nl: "Het vercijferingscertificaat in het token is niet voor dit gebruik gemaakt." => "Haal het vercijferingstoken opnieuw op. Blijft het fout, dan moet de eigenaar het eHealth-certificaat vernieuwen.",
        de: "Das Verschlüsselungszertifikat im Token ist nicht für diesen Zweck bestimmt." => "Rufen Sie das Verschlüsselungstoken erneut ab. Bleibt es fehlerhaft, muss der Inhaber sein eHealth-Zertifikat erneuern.",
    }
    /// The authentication certificate of the token is no longer valid.
    ETK_AUTHENTICATION_CERT_EXPIRED = 1807 "ETK_AUTHENTICATION_CERT_EXPIRED" No User {
        en: "The authentication certificate in the token has expired." => "Nothing can be sealed for this owner until the eHealth certificate is renewed and registered. Tell the owner.",
        fr: "Le certificat d'authentification du jeton a expiré." => "Rien ne peut être scellé pour ce titulaire tant que son certificat eHealth n'est pas renouvelé et enregistré. Prévenez-le.",
        nl: "Het authenticatiecertificaat in het token is vervallen." => "Er kan niets voor deze eigenaar verzegeld worden tot het eHealth-certificaat vernieuwd en geregistreerd is. Verwittig de eigenaar.",
        de: "Das Authentifizierungszertifikat im Token ist abgelaufen." => "Für diesen Inhaber kann nichts versiegelt werden, bis sein eHealth-Zertifikat erneuert und registriert ist. Informieren Sie ihn.",
    }
    /// The authentication certificate of the token is not valid yet.
    ETK_AUTHENTICATION_CERT_NOT_YET_VALID = 1808 "ETK_AUTHENTICATION_CERT_NOT_YET_VALID" Yes User {
        en: "The authentication certificate in the token is not valid yet." => "Check the date and the time of this computer, then try again.",
        fr: "Le certificat d'authentification du jeton n'est pas encore valable." => "Vérifiez la date et l'heure de cet ordinateur, puis réessayez.",
        nl: "Het authenticatiecertificaat in het token is nog niet geldig." => "Kijk de datum en het uur van deze computer na en probeer opnieuw.",
        de: "Das Authentifizierungszertifikat im Token ist noch nicht gültig." => "Prüfen Sie Datum und Uhrzeit dieses Computers und versuchen Sie es erneut.",
    }
    /// The authentication certificate is a CA, or its keyUsage lacks digitalSignature.
    ETK_AUTHENTICATION_CERT_HAS_INVALID_KEYUSAGE = 1809 "ETK_AUTHENTICATION_CERT_HAS_INVALID_KEYUSAGE" No Helpdesk {
        en: "The authentication certificate in the token is not made for this use." => "Fetch the encryption token again. If it stays wrong, its owner must renew the eHealth certificate.",
        fr: "Le certificat d'authentification du jeton n'est pas prévu pour cet usage." => "Récupérez à nouveau le jeton de chiffrement. Si le problème persiste, son titulaire doit renouveler son certificat eHealth.",
        nl: "Het authenticatiecertificaat in het token is niet voor dit gebruik gemaakt." => "Haal het vercijferingstoken opnieuw op. Blijft het fout, dan moet de eigenaar het eHealth-certificaat vernieuwen.",
        de: "Das Authentifizierungszertifikat im Token ist nicht für diesen Zweck bestimmt." => "Rufen Sie das Verschlüsselungstoken erneut ab. Bleibt es fehlerhaft, muss der Inhaber sein eHealth-Zertifikat erneuern.",
    }
    /// The two certificates of the token name different owners.
    ETK_CERTS_DO_NOT_MATCH = 1810 "ETK_CERTS_DO_NOT_MATCH" No Helpdesk {
        en: "The two certificates in the encryption token belong to different owners." => "Fetch the encryption token again. If it stays wrong, its owner must renew the eHealth certificate.",
        fr: "Les deux certificats du jeton de chiffrement appartiennent à des titulaires différents." => "Récupérez à nouveau le jeton de chiffrement. Si le problème persiste, son titulaire doit renouveler son certificat eHealth.",
        nl: "De twee certificaten in het vercijferingstoken zijn van verschillende eigenaars." => "Haal het vercijferingstoken opnieuw op. Blijft het fout, dan moet de eigenaar het eHealth-certificaat vernieuwen.",
        de: "Die beiden Zertifikate im Verschlüsselungstoken gehören verschiedenen Inhabern." => "Rufen Sie das Verschlüsselungstoken erneut ab. Bleibt es fehlerhaft, muss der Inhaber sein eHealth-Zertifikat erneuern.",
    }
    /// The authentication certificate of the token is revoked.
    ETK_AUTHENTICATION_CERT_REVOKED = 1811 "ETK_AUTHENTICATION_CERT_REVOKED" No User {
        en: "The authentication certificate in the token has been revoked." => "Do not use it. Contact the owner by telephone: the certificate was withdrawn for a reason.",
        fr: "Le certificat d'authentification du jeton a été révoqué." => "Ne l'utilisez pas. Contactez le titulaire par téléphone : le certificat a été retiré pour une raison précise.",
        nl: "Het authenticatiecertificaat in het token is ingetrokken." => "Gebruik het niet. Neem telefonisch contact op met de eigenaar: het certificaat werd om een reden ingetrokken.",
        de: "Das Authentifizierungszertifikat im Token wurde gesperrt." => "Verwenden Sie es nicht. Rufen Sie den Inhaber an: Das Zertifikat wurde aus einem Grund zurückgezogen.",
    }
    /// It could not be found out whether the authentication certificate of the token is revoked.
    ETK_AUTHENTICATION_CERT_STATUS_UNKNOWN = 1812 "ETK_AUTHENTICATION_CERT_STATUS_UNKNOWN" Yes Helpdesk {
        en: "It could not be checked whether the authentication certificate in the token has been revoked." => "Try again later. If it lasts, ask your helpdesk whether this computer can reach the eHealth services.",
        fr: "Il n'a pas été possible de vérifier si le certificat d'authentification du jeton a été révoqué." => "Réessayez plus tard. Si cela dure, demandez à votre helpdesk si cet ordinateur atteint les services eHealth.",
        nl: "Er kon niet nagegaan worden of het authenticatiecertificaat in het token ingetrokken is." => "Probeer later opnieuw. Blijft het duren, vraag dan uw helpdesk of deze computer de eHealth-diensten kan bereiken.",
        de: "Es konnte nicht geprüft werden, ob das Authentifizierungszertifikat im Token gesperrt wurde." => "Versuchen Sie es später erneut. Dauert es an, fragen Sie Ihren Helpdesk, ob dieser Computer die eHealth-Dienste erreicht.",
    }
    /// The certificate with which eHealth signed the token is outside its validity.
    ETK_RA_CERT_EXPIRED = 1813 "ETK_RA_CERT_EXPIRED" No Ehealth {
        en: "The certificate with which eHealth signed the encryption token has expired." => "The token itself may still be right. Tell your helpdesk, who can ask the eHealth platform.",
        fr: "Le certificat avec lequel eHealth a signé le jeton de chiffrement a expiré." => "Le jeton lui-même peut rester correct. Prévenez votre helpdesk, qui peut interroger la plate-forme eHealth.",
        nl: "Het certificaat waarmee eHealth het vercijferingstoken ondertekende, is vervallen." => "Het token zelf kan nog goed zijn. Verwittig uw helpdesk, die het eHealth-platform kan raadplegen.",
        de: "Das Zertifikat, mit dem eHealth das Verschlüsselungstoken signiert hat, ist abgelaufen." => "Das Token selbst kann noch richtig sein. Informieren Sie Ihren Helpdesk, der bei der eHealth-Plattform nachfragen kann.",
    }
    /// The certificate with which eHealth signed the token is revoked.
    ETK_RA_CERT_REVOKED = 1814 "ETK_RA_CERT_REVOKED" No Ehealth {
        en: "The certificate with which eHealth signed the encryption token has been revoked." => "The token itself may still be right. Tell your helpdesk, who can ask the eHealth platform.",
        fr: "Le certificat avec lequel eHealth a signé le jeton de chiffrement a été révoqué." => "Le jeton lui-même peut rester correct. Prévenez votre helpdesk, qui peut interroger la plate-forme eHealth.",
        nl: "Het certificaat waarmee eHealth het vercijferingstoken ondertekende, is ingetrokken." => "Het token zelf kan nog goed zijn. Verwittig uw helpdesk, die het eHealth-platform kan raadplegen.",
        de: "Das Zertifikat, mit dem eHealth das Verschlüsselungstoken signiert hat, wurde gesperrt." => "Das Token selbst kann noch richtig sein. Informieren Sie Ihren Helpdesk, der bei der eHealth-Plattform nachfragen kann.",
    }
    /// It could not be found out whether eHealth's certificate is revoked.
    ETK_RA_CERT_STATUS_UNKNOWN = 1815 "ETK_RA_CERT_STATUS_UNKNOWN" Yes Helpdesk {
        en: "It could not be checked whether eHealth's certificate for encryption tokens has been revoked." => "Try again later. If it lasts, ask your helpdesk whether this computer can reach the eHealth services.",
        fr: "Il n'a pas été possible de vérifier si le certificat d'eHealth pour les jetons a été révoqué." => "Réessayez plus tard. Si cela dure, demandez à votre helpdesk si cet ordinateur atteint les services eHealth.",
        nl: "Er kon niet nagegaan worden of het eHealth-certificaat voor de tokens ingetrokken is." => "Probeer later opnieuw. Blijft het duren, vraag dan uw helpdesk of deze computer de eHealth-diensten kan bereiken.",
        de: "Es konnte nicht geprüft werden, ob das eHealth-Zertifikat für die Token gesperrt wurde." => "Versuchen Sie es später erneut. Dauert es an, fragen Sie Ihren Helpdesk, ob dieser Computer die eHealth-Dienste erreicht.",
    }
    /// The outer signature is made with an algorithm that is not allowed or not known.
    OUTER_SIGNATURE_ALGORITHM_UNAUTHORIZED = 1816 "OUTER_SIGNATURE_ALGORITHM_UNAUTHORIZED" No Helpdesk {
        en: "The outer signature of the message was made in a way that eHealth does not allow." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "La signature extérieure du message a été faite d'une manière qu'eHealth n'autorise pas." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "De buitenste handtekening van het bericht is gemaakt op een manier die eHealth niet toelaat." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Die äußere Signatur der Nachricht wurde auf eine Weise erstellt, die eHealth nicht zulässt." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The inner signature is made with an algorithm that is not allowed or not known.
    INNER_SIGNATURE_ALGORITHM_UNAUTHORIZED = 1817 "INNER_SIGNATURE_ALGORITHM_UNAUTHORIZED" No Helpdesk {
        en: "The inner signature of the message was made in a way that eHealth does not allow." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "La signature intérieure du message a été faite d'une manière qu'eHealth n'autorise pas." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "De binnenste handtekening van het bericht is gemaakt op een manier die eHealth niet toelaat." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Die innere Signatur der Nachricht wurde auf eine Weise erstellt, die eHealth nicht zulässt." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The hash of the outer signature is not allowed or not known.
    OUTER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED = 1818 "OUTER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED" No Helpdesk {
        en: "The outer signature of the message uses an outdated or unknown hash." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "La signature extérieure du message utilise un hachage dépassé ou inconnu." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "De buitenste handtekening van het bericht gebruikt een verouderde of onbekende hash." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Die äußere Signatur der Nachricht verwendet einen veralteten oder unbekannten Hash." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The hash of the inner signature is not allowed or not known.
    INNER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED = 1819 "INNER_SIGNATURE_DIGEST_ALGORITHM_UNAUTHORIZED" No Helpdesk {
        en: "The inner signature of the message uses an outdated or unknown hash." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "La signature intérieure du message utilise un hachage dépassé ou inconnu." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "De binnenste handtekening van het bericht gebruikt een verouderde of onbekende hash." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Die innere Signatur der Nachricht verwendet einen veralteten oder unbekannten Hash." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The key of the outer signature is too short.
    OUTER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED = 1820 "OUTER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED" No Helpdesk {
        en: "The key of the outer signature of the message is too short to be safe." => "Do not rely on the content. Ask the sender to renew the certificate and to send the message again.",
        fr: "La clé de la signature extérieure du message est trop courte pour être sûre." => "Ne vous fiez pas au contenu. Demandez à l'expéditeur de renouveler son certificat et de renvoyer le message.",
        nl: "De sleutel van de buitenste handtekening van het bericht is te kort om veilig te zijn." => "Vertrouw niet op de inhoud. Vraag de afzender het certificaat te vernieuwen en het bericht opnieuw te sturen.",
        de: "Der Schlüssel der äußeren Signatur der Nachricht ist zu kurz, um sicher zu sein." => "Verlassen Sie sich nicht auf den Inhalt. Bitten Sie den Absender, sein Zertifikat zu erneuern und die Nachricht erneut zu senden.",
    }
    /// The key of the inner signature is too short.
    INNER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED = 1821 "INNER_SIGNATURE_KEY_LENGTH_UNAUTHORIZED" No Helpdesk {
        en: "The key of the inner signature of the message is too short to be safe." => "Do not rely on the content. Ask the sender to renew the certificate and to send the message again.",
        fr: "La clé de la signature intérieure du message est trop courte pour être sûre." => "Ne vous fiez pas au contenu. Demandez à l'expéditeur de renouveler son certificat et de renvoyer le message.",
        nl: "De sleutel van de binnenste handtekening van het bericht is te kort om veilig te zijn." => "Vertrouw niet op de inhoud. Vraag de afzender het certificaat te vernieuwen en het bericht opnieuw te sturen.",
        de: "Der Schlüssel der inneren Signatur der Nachricht ist zu kurz, um sicher zu sein." => "Verlassen Sie sich nicht auf den Inhalt. Bitten Sie den Absender, sein Zertifikat zu erneuern und die Nachricht erneut zu senden.",
    }
    /// The certificate of the outer signer is not in the message.
    OUTER_CERTIFICATE_EXPECTED_BUT_NOT_PRESENT = 1822 "OUTER_CERTIFICATE_EXPECTED_BUT_NOT_PRESENT" No Helpdesk {
        en: "The certificate of the outer signature is missing from the message." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "Le certificat de la signature extérieure ne se trouve pas dans le message." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het certificaat van de buitenste handtekening ontbreekt in het bericht." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Das Zertifikat der äußeren Signatur fehlt in der Nachricht." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The certificate of the inner signer is not in the message.
    INNER_CERTIFICATE_EXPECTED_BUT_NOT_PRESENT = 1823 "INNER_CERTIFICATE_EXPECTED_BUT_NOT_PRESENT" No Helpdesk {
        en: "The certificate of the inner signature is missing from the message." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "Le certificat de la signature intérieure ne se trouve pas dans le message." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het certificaat van de binnenste handtekening ontbreekt in het bericht." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Das Zertifikat der inneren Signatur fehlt in der Nachricht." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The certificate of the outer signer is not made for signing.
    OUTER_CERTIFICATE_HAS_INVALID_KEYUSAGE = 1824 "OUTER_CERTIFICATE_HAS_INVALID_KEYUSAGE" No Helpdesk {
        en: "The certificate of the outer signature is not made for signing messages." => "Do not rely on the content. Ask the sender to renew the certificate and to send the message again.",
        fr: "Le certificat de la signature extérieure n'est pas prévu pour signer des messages." => "Ne vous fiez pas au contenu. Demandez à l'expéditeur de renouveler son certificat et de renvoyer le message.",
        nl: "Het certificaat van de buitenste handtekening is niet gemaakt om berichten te ondertekenen." => "Vertrouw niet op de inhoud. Vraag de afzender het certificaat te vernieuwen en het bericht opnieuw te sturen.",
        de: "Das Zertifikat der äußeren Signatur ist nicht zum Signieren von Nachrichten bestimmt." => "Verlassen Sie sich nicht auf den Inhalt. Bitten Sie den Absender, sein Zertifikat zu erneuern und die Nachricht erneut zu senden.",
    }
    /// The certificate of the inner signer is not made for signing.
    INNER_CERTIFICATE_HAS_INVALID_KEYUSAGE = 1825 "INNER_CERTIFICATE_HAS_INVALID_KEYUSAGE" No Helpdesk {
        en: "The certificate of the inner signature is not made for signing messages." => "Do not rely on the content. Ask the sender to renew the certificate and to send the message again.",
        fr: "Le certificat de la signature intérieure n'est pas prévu pour signer des messages." => "Ne vous fiez pas au contenu. Demandez à l'expéditeur de renouveler son certificat et de renvoyer le message.",
        nl: "Het certificaat van de binnenste handtekening is niet gemaakt om berichten te ondertekenen." => "Vertrouw niet op de inhoud. Vraag de afzender het certificaat te vernieuwen en het bericht opnieuw te sturen.",
        de: "Das Zertifikat der inneren Signatur ist nicht zum Signieren von Nachrichten bestimmt." => "Verlassen Sie sich nicht auf den Inhalt. Bitten Sie den Absender, sein Zertifikat zu erneuern und die Nachricht erneut zu senden.",
    }
    /// The certificate of the outer signer is revoked.
    OUTER_CERTIFICATE_REVOKED = 1826 "OUTER_CERTIFICATE_REVOKED" No User {
        en: "The certificate of the outer signature has been revoked." => "Do not use it. Contact the owner by telephone: the certificate was withdrawn for a reason.",
        fr: "Le certificat de la signature extérieure a été révoqué." => "Ne l'utilisez pas. Contactez le titulaire par téléphone : le certificat a été retiré pour une raison précise.",
        nl: "Het certificaat van de buitenste handtekening is ingetrokken." => "Gebruik het niet. Neem telefonisch contact op met de eigenaar: het certificaat werd om een reden ingetrokken.",
        de: "Das Zertifikat der äußeren Signatur wurde gesperrt." => "Verwenden Sie es nicht. Rufen Sie den Inhaber an: Das Zertifikat wurde aus einem Grund zurückgezogen.",
    }
    /// The certificate of the inner signer is revoked.
    INNER_CERTIFICATE_REVOKED = 1827 "INNER_CERTIFICATE_REVOKED" No User {
        en: "The certificate of the inner signature has been revoked." => "Do not use it. Contact the owner by telephone: the certificate was withdrawn for a reason.",
        fr: "Le certificat de la signature intérieure a été révoqué." => "Ne l'utilisez pas. Contactez le titulaire par téléphone : le certificat a été retiré pour une raison précise.",
        nl: "Het certificaat van de binnenste handtekening is ingetrokken." => "Gebruik het niet. Neem telefonisch contact op met de eigenaar: het certificaat werd om een reden ingetrokken.",
        de: "Das Zertifikat der inneren Signatur wurde gesperrt." => "Verwenden Sie es nicht. Rufen Sie den Inhaber an: Das Zertifikat wurde aus einem Grund zurückgezogen.",
    }
    /// It could not be found out whether the certificate of the outer signer is revoked.
    OUTER_CERTIFICATE_STATUS_UNKNOWN = 1828 "OUTER_CERTIFICATE_STATUS_UNKNOWN" Yes Helpdesk {
        en: "It could not be checked whether the certificate of the outer signature has been revoked." => "Try again later. If it lasts, ask your helpdesk whether this computer can reach the eHealth services.",
        fr: "Il n'a pas été possible de vérifier si le certificat de la signature extérieure a été révoqué." => "Réessayez plus tard. Si cela dure, demandez à votre helpdesk si cet ordinateur atteint les services eHealth.",
        nl: "Er kon niet nagegaan worden of het certificaat van de buitenste handtekening ingetrokken is." => "Probeer later opnieuw. Blijft het duren, vraag dan uw helpdesk of deze computer de eHealth-diensten kan bereiken.",
        de: "Es konnte nicht geprüft werden, ob das Zertifikat der äußeren Signatur gesperrt wurde." => "Versuchen Sie es später erneut. Dauert es an, fragen Sie Ihren Helpdesk, ob dieser Computer die eHealth-Dienste erreicht.",
    }
    /// It could not be found out whether the certificate of the inner signer is revoked.
    INNER_CERTIFICATE_STATUS_UNKNOWN = 1829 "INNER_CERTIFICATE_STATUS_UNKNOWN" Yes Helpdesk {
        en: "It could not be checked whether the certificate of the inner signature has been revoked." => "Try again later. If it lasts, ask your helpdesk whether this computer can reach the eHealth services.",
        fr: "Il n'a pas été possible de vérifier si le certificat de la signature intérieure a été révoqué." => "Réessayez plus tard. Si cela dure, demandez à votre helpdesk si cet ordinateur atteint les services eHealth.",
        nl: "Er kon niet nagegaan worden of het certificaat van de binnenste handtekening ingetrokken is." => "Probeer later opnieuw. Blijft het duren, vraag dan uw helpdesk of deze computer de eHealth-diensten kan bereiken.",
        de: "Es konnte nicht geprüft werden, ob das Zertifikat der inneren Signatur gesperrt wurde." => "Versuchen Sie es später erneut. Dauert es an, fragen Sie Ihren Helpdesk, ob dieser Computer die eHealth-Dienste erreicht.",
    }
    /// The certificate of the outer signer is no longer valid.
    OUTER_CERTIFICATE_EXPIRED = 1830 "OUTER_CERTIFICATE_EXPIRED" No User {
        en: "The certificate of the outer signature has expired." => "Do not rely on the content. Ask the sender to renew the certificate and to send the message again.",
        fr: "Le certificat de la signature extérieure a expiré." => "Ne vous fiez pas au contenu. Demandez à l'expéditeur de renouveler son certificat et de renvoyer le message.",
        nl: "Het certificaat van de buitenste handtekening is vervallen." => "Vertrouw niet op de inhoud. Vraag de afzender het certificaat te vernieuwen en het bericht opnieuw te sturen.",
        de: "Das Zertifikat der äußeren Signatur ist abgelaufen." => "Verlassen Sie sich nicht auf den Inhalt. Bitten Sie den Absender, sein Zertifikat zu erneuern und die Nachricht erneut zu senden.",
    }
    /// The certificate of the inner signer is no longer valid.
    INNER_CERTIFICATE_EXPIRED = 1831 "INNER_CERTIFICATE_EXPIRED" No User {
        en: "The certificate of the inner signature has expired." => "Do not rely on the content. Ask the sender to renew the certificate and to send the message again.",
        fr: "Le certificat de la signature intérieure a expiré." => "Ne vous fiez pas au contenu. Demandez à l'expéditeur de renouveler son certificat et de renvoyer le message.",
        nl: "Het certificaat van de binnenste handtekening is vervallen." => "Vertrouw niet op de inhoud. Vraag de afzender het certificaat te vernieuwen en het bericht opnieuw te sturen.",
        de: "Das Zertifikat der inneren Signatur ist abgelaufen." => "Verlassen Sie sich nicht auf den Inhalt. Bitten Sie den Absender, sein Zertifikat zu erneuern und die Nachricht erneut zu senden.",
    }
    /// The certificate of the outer signer is not valid yet.
    OUTER_CERTIFICATE_NOT_YET_VALID = 1832 "OUTER_CERTIFICATE_NOT_YET_VALID" Yes User {
        en: "The certificate of the outer signature is not valid yet." => "Check the date and the time of this computer, then try again.",
        fr: "Le certificat de la signature extérieure n'est pas encore valable." => "Vérifiez la date et l'heure de cet ordinateur, puis réessayez.",
        nl: "Het certificaat van de buitenste handtekening is nog niet geldig." => "Kijk de datum en het uur van deze computer na en probeer opnieuw.",
        de: "Das Zertifikat der äußeren Signatur ist noch nicht gültig." => "Prüfen Sie Datum und Uhrzeit dieses Computers und versuchen Sie es erneut.",
    }
    /// The certificate of the inner signer is not valid yet.
    INNER_CERTIFICATE_NOT_YET_VALID = 1833 "INNER_CERTIFICATE_NOT_YET_VALID" Yes User {
        en: "The certificate of the inner signature is not valid yet." => "Check the date and the time of this computer, then try again.",
        fr: "Le certificat de la signature intérieure n'est pas encore valable." => "Vérifiez la date et l'heure de cet ordinateur, puis réessayez.",
        nl: "Het certificaat van de binnenste handtekening is nog niet geldig." => "Kijk de datum en het uur van deze computer na en probeer opnieuw.",
        de: "Das Zertifikat der inneren Signatur ist noch nicht gültig." => "Prüfen Sie Datum und Uhrzeit dieses Computers und versuchen Sie es erneut.",
    }
    /// The certificate of the outer signer does not lead to a trusted authority.
    OUTER_CERTIFICATE_CHAIN_NOT_TRUSTED = 1834 "OUTER_CERTIFICATE_CHAIN_NOT_TRUSTED" No Helpdesk {
        en: "The certificate of the outer signature was not issued by an authority that is trusted." => "Do not use the content. Ask the sender for a new copy and tell your helpdesk.",
        fr: "Le certificat de la signature extérieure n'a pas été émis par une autorité de confiance." => "N'utilisez pas le contenu. Demandez une nouvelle copie à l'expéditeur et prévenez votre helpdesk.",
        nl: "Het certificaat van de buitenste handtekening is niet uitgereikt door een vertrouwde instantie." => "Gebruik de inhoud niet. Vraag de afzender een nieuwe kopie en verwittig uw helpdesk.",
        de: "Das Zertifikat der äußeren Signatur wurde nicht von einer vertrauenswürdigen Stelle ausgestellt." => "Verwenden Sie den Inhalt nicht. Bitten Sie den Absender um eine neue Kopie und informieren Sie Ihren Helpdesk.",
    }
    /// The certificate of the inner signer does not lead to a trusted authority.
    INNER_CERTIFICATE_CHAIN_NOT_TRUSTED = 1835 "INNER_CERTIFICATE_CHAIN_NOT_TRUSTED" No Helpdesk {
        en: "The certificate of the inner signature was not issued by an authority that is trusted." => "Do not use the content. Ask the sender for a new copy and tell your helpdesk.",
        fr: "Le certificat de la signature intérieure n'a pas été émis par une autorité de confiance." => "N'utilisez pas le contenu. Demandez une nouvelle copie à l'expéditeur et prévenez votre helpdesk.",
        nl: "Het certificaat van de binnenste handtekening is niet uitgereikt door een vertrouwde instantie." => "Gebruik de inhoud niet. Vraag de afzender een nieuwe kopie en verwittig uw helpdesk.",
        de: "Das Zertifikat der inneren Signatur wurde nicht von einer vertrauenswürdigen Stelle ausgestellt." => "Verwenden Sie den Inhalt nicht. Bitten Sie den Absender um eine neue Kopie und informieren Sie Ihren Helpdesk.",
    }
    /// The outer signature does not verify.
    OUTER_SIGNATURE_COULD_NOT_BE_VERIFIED = 1836 "OUTER_SIGNATURE_COULD_NOT_BE_VERIFIED" No User {
        en: "The outer signature of the message is not valid." => "Do not use the content. Ask the sender for a new copy and tell your helpdesk.",
        fr: "La signature extérieure du message n'est pas valable." => "N'utilisez pas le contenu. Demandez une nouvelle copie à l'expéditeur et prévenez votre helpdesk.",
        nl: "De buitenste handtekening van het bericht is niet geldig." => "Gebruik de inhoud niet. Vraag de afzender een nieuwe kopie en verwittig uw helpdesk.",
        de: "Die äußere Signatur der Nachricht ist ungültig." => "Verwenden Sie den Inhalt nicht. Bitten Sie den Absender um eine neue Kopie und informieren Sie Ihren Helpdesk.",
    }
    /// The inner signature does not verify.
    INNER_SIGNATURE_COULD_NOT_BE_VERIFIED = 1837 "INNER_SIGNATURE_COULD_NOT_BE_VERIFIED" No User {
        en: "The inner signature of the message is not valid." => "Do not use the content. Ask the sender for a new copy and tell your helpdesk.",
        fr: "La signature intérieure du message n'est pas valable." => "N'utilisez pas le contenu. Demandez une nouvelle copie à l'expéditeur et prévenez votre helpdesk.",
        nl: "De binnenste handtekening van het bericht is niet geldig." => "Gebruik de inhoud niet. Vraag de afzender een nieuwe kopie en verwittig uw helpdesk.",
        de: "Die innere Signatur der Nachricht ist ungültig." => "Verwenden Sie den Inhalt nicht. Bitten Sie den Absender um eine neue Kopie und informieren Sie Ihren Helpdesk.",
    }
    /// The content is encrypted with a key length that the policy does not allow.
    DECRYPTION_SYMMETRIC_KEY_LENGTH_UNAUTHORIZED = 1838 "DECRYPTION_SYMMETRIC_KEY_LENGTH_UNAUTHORIZED" No Helpdesk {
        en: "The message is encrypted with a key length that is not allowed." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "Le message est chiffré avec une longueur de clé non autorisée." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het bericht is vercijferd met een sleutellengte die niet toegelaten is." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Die Nachricht ist mit einer nicht zugelassenen Schlüssellänge verschlüsselt." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The content is not encrypted with AES-CBC.
    DECRYPTION_SYMMETRIC_ALGORITHM_UNAUTHORIZED = 1839 "DECRYPTION_SYMMETRIC_ALGORITHM_UNAUTHORIZED" No Helpdesk {
        en: "The message is encrypted with an algorithm that eHealth does not allow." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "Le message est chiffré avec un algorithme qu'eHealth n'autorise pas." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het bericht is vercijferd met een algoritme dat eHealth niet toelaat." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Die Nachricht ist mit einem Algorithmus verschlüsselt, den eHealth nicht zulässt." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The recipient's own RSA key is too short.
    DECRYPTION_ASYMMETRIC_KEY_LENGTH_UNAUTHORIZED = 1840 "DECRYPTION_ASYMMETRIC_KEY_LENGTH_UNAUTHORIZED" No User {
        en: "The message was sealed for a key of yours that is too short to be safe." => "Ask for a new eHealth certificate with a current key, then ask the sender to send the message again.",
        fr: "Le message a été scellé pour une de vos clés, trop courte pour être sûre." => "Demandez un nouveau certificat eHealth avec une clé actuelle, puis demandez à l'expéditeur de renvoyer le message.",
        nl: "Het bericht is verzegeld voor een sleutel van u die te kort is om veilig te zijn." => "Vraag een nieuw eHealth-certificaat met een gangbare sleutel aan en vraag de afzender het bericht opnieuw te sturen.",
        de: "Die Nachricht wurde für einen Ihrer Schlüssel versiegelt, der zu kurz ist, um sicher zu sein." => "Beantragen Sie ein neues eHealth-Zertifikat mit einem aktuellen Schlüssel und bitten Sie den Absender, die Nachricht erneut zu senden.",
    }
    /// The content key is not encrypted with RSA PKCS#1 v1.5.
    DECRYPTION_ASYMMETRIC_ALGORITHM_UNAUTHORIZED = 1841 "DECRYPTION_ASYMMETRIC_ALGORITHM_UNAUTHORIZED" No Helpdesk {
        en: "The message was sealed for your key in a way that eHealth does not allow." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "Le message a été scellé pour votre clé d'une manière qu'eHealth n'autorise pas." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het bericht is voor uw sleutel verzegeld op een manier die eHealth niet toelaat." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Die Nachricht wurde für Ihren Schlüssel auf eine Weise versiegelt, die eHealth nicht zulässt." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The content is not what was signed: its digest differs from the signed one.
    MESSAGE_INTEGRITY_INVALID = 1842 "MESSAGE_INTEGRITY_INVALID" No User {
        en: "The content of the message was changed after it was signed." => "Do not use the content. Ask the sender for a new copy and tell your helpdesk.",
        fr: "Le contenu du message a été modifié après sa signature." => "N'utilisez pas le contenu. Demandez une nouvelle copie à l'expéditeur et prévenez votre helpdesk.",
        nl: "De inhoud van het bericht is gewijzigd na de ondertekening." => "Gebruik de inhoud niet. Vraag de afzender een nieuwe kopie en verwittig uw helpdesk.",
        de: "Der Inhalt der Nachricht wurde nach dem Signieren verändert." => "Verwenden Sie den Inhalt nicht. Bitten Sie den Absender um eine neue Kopie und informieren Sie Ihren Helpdesk.",
    }
    /// Inside the outer signature is no CMS EnvelopedData.
    ENVELOPED_DATA_STRUCTURE_INCORRECT = 1843 "ENVELOPED_DATA_STRUCTURE_INCORRECT" No Helpdesk {
        en: "The encrypted part of the message is damaged or missing." => "Check that the whole file was received. If so, ask the sender to send it again.",
        fr: "La partie chiffrée du message est endommagée ou absente." => "Vérifiez que le fichier a été reçu en entier. Si c'est le cas, demandez à l'expéditeur de le renvoyer.",
        nl: "Het vercijferde deel van het bericht is beschadigd of ontbreekt." => "Kijk na of het volledige bestand ontvangen is. Zo ja, vraag de afzender het opnieuw te sturen.",
        de: "Der verschlüsselte Teil der Nachricht ist beschädigt oder fehlt." => "Prüfen Sie, ob die ganze Datei angekommen ist. Wenn ja, bitten Sie den Absender, sie erneut zu senden.",
    }
    /// None of the given keys is among the recipients.
    DECRYPTION_PRIVATE_KEY_NOT_FOUND = 1844 "DECRYPTION_PRIVATE_KEY_NOT_FOUND" No User {
        en: "The message was not sealed for a key in this keystore." => "Open it with the keystore of the addressee. After a renewal, use the new keystore: it also holds the older keys.",
        fr: "Le message n'a pas été scellé pour une clé de ce keystore." => "Ouvrez-le avec le keystore du destinataire. Après un renouvellement, utilisez le nouveau keystore : il contient aussi les anciennes clés.",
        nl: "Het bericht is niet verzegeld voor een sleutel in deze keystore." => "Open het met de keystore van de bestemmeling. Gebruik na een vernieuwing de nieuwe keystore: die bevat ook de oudere sleutels.",
        de: "Die Nachricht wurde für keinen Schlüssel in diesem Keystore versiegelt." => "Öffnen Sie sie mit dem Keystore des Empfängers. Nutzen Sie nach einer Erneuerung den neuen Keystore: Er enthält auch die älteren Schlüssel.",
    }
    /// No recipient is addressed by a certificate.
    ENVELOPED_DATA_CONTAINS_NO_KEYTRANSRECIPIENTINFOS = 1845 "ENVELOPED_DATA_CONTAINS_NO_KEYTRANSRECIPIENTINFOS" No Helpdesk {
        en: "The message names no recipient with a certificate." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "Le message ne nomme aucun destinataire disposant d'un certificat." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het bericht noemt geen enkele bestemmeling met een certificaat." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Die Nachricht nennt keinen Empfänger mit einem Zertifikat." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The message is no CMS SignedData.
    OUTER_SIGNED_DATA_STRUCTURE_INCORRECT = 1846 "OUTER_SIGNED_DATA_STRUCTURE_INCORRECT" No User {
        en: "This is not a sealed message, or it is damaged." => "Check that the whole file was received. If so, ask the sender to send it again.",
        fr: "Ceci n'est pas un message scellé, ou il est endommagé." => "Vérifiez que le fichier a été reçu en entier. Si c'est le cas, demandez à l'expéditeur de le renvoyer.",
        nl: "Dit is geen verzegeld bericht of het is beschadigd." => "Kijk na of het volledige bestand ontvangen is. Zo ja, vraag de afzender het opnieuw te sturen.",
        de: "Dies ist keine versiegelte Nachricht, oder sie ist beschädigt." => "Prüfen Sie, ob die ganze Datei angekommen ist. Wenn ja, bitten Sie den Absender, sie erneut zu senden.",
    }
    /// What decryption gave is no SignedData of the outer signer. The one outcome of every failed decryption: wrong key, wrong padding, changed ciphertext, another signer inside.
    INNER_SIGNED_DATA_STRUCTURE_INCORRECT = 1847 "INNER_SIGNED_DATA_STRUCTURE_INCORRECT" No User {
        en: "The sealed message could not be opened: it is damaged, or it was not signed inside by the same sender." => "Check that the whole file was received. If so, ask the sender to send it again.",
        fr: "Le message scellé n'a pas pu être ouvert : il est endommagé ou n'a pas été signé à l'intérieur par le même expéditeur." => "Vérifiez que le fichier a été reçu en entier. Si c'est le cas, demandez à l'expéditeur de le renvoyer.",
        nl: "Het verzegelde bericht kon niet geopend worden: het is beschadigd of binnenin niet door dezelfde afzender ondertekend." => "Kijk na of het volledige bestand ontvangen is. Zo ja, vraag de afzender het opnieuw te sturen.",
        de: "Die versiegelte Nachricht konnte nicht geöffnet werden: Sie ist beschädigt oder innen nicht vom selben Absender signiert." => "Prüfen Sie, ob die ganze Datei angekommen ist. Wenn ja, bitten Sie den Absender, sie erneut zu senden.",
    }
    /// The outer SignedData holds no content.
    OUTER_CONTENT_MISSING = 1848 "OUTER_CONTENT_MISSING" No User {
        en: "The outer signed part of the message is empty: its content is missing." => "Check that the whole file was received. If so, ask the sender to send it again.",
        fr: "La partie signée extérieure du message est vide : son contenu manque." => "Vérifiez que le fichier a été reçu en entier. Si c'est le cas, demandez à l'expéditeur de le renvoyer.",
        nl: "Het buitenste ondertekende deel van het bericht is leeg: de inhoud ontbreekt." => "Kijk na of het volledige bestand ontvangen is. Zo ja, vraag de afzender het opnieuw te sturen.",
        de: "Der äußere signierte Teil der Nachricht ist leer: Sein Inhalt fehlt." => "Prüfen Sie, ob die ganze Datei angekommen ist. Wenn ja, bitten Sie den Absender, sie erneut zu senden.",
    }
    /// The inner SignedData holds no content.
    INNER_CONTENT_MISSING = 1849 "INNER_CONTENT_MISSING" No User {
        en: "The inner signed part of the message is empty: its content is missing." => "Check that the whole file was received. If so, ask the sender to send it again.",
        fr: "La partie signée intérieure du message est vide : son contenu manque." => "Vérifiez que le fichier a été reçu en entier. Si c'est le cas, demandez à l'expéditeur de le renvoyer.",
        nl: "Het binnenste ondertekende deel van het bericht is leeg: de inhoud ontbreekt." => "Kijk na of het volledige bestand ontvangen is. Zo ja, vraag de afzender het opnieuw te sturen.",
        de: "Der innere signierte Teil der Nachricht ist leer: Sein Inhalt fehlt." => "Prüfen Sie, ob die ganze Datei angekommen ist. Wenn ja, bitten Sie den Absender, sie erneut zu senden.",
    }
    /// The outer SignedData has no SignerInfo.
    MESSAGE_OUTER_SIGNED_PART_HAS_NO_SIGNER_INFORMATION = 1850 "MESSAGE_OUTER_SIGNED_PART_HAS_NO_SIGNER_INFORMATION" No Helpdesk {
        en: "The outer part of the message is not signed." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "La partie extérieure du message n'est pas signée." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het buitenste deel van het bericht is niet ondertekend." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Der äußere Teil der Nachricht ist nicht signiert." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The outer SignedData has more than one SignerInfo.
    MESSAGE_OUTER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION = 1851 "MESSAGE_OUTER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION" No Helpdesk {
        en: "The outer part of the message is signed more than once." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "La partie extérieure du message est signée plusieurs fois." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het buitenste deel van het bericht is meer dan één keer ondertekend." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Der äußere Teil der Nachricht ist mehrfach signiert." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The inner SignedData has no SignerInfo.
    MESSAGE_INNER_SIGNED_PART_HAS_NO_SIGNER_INFORMATION = 1852 "MESSAGE_INNER_SIGNED_PART_HAS_NO_SIGNER_INFORMATION" No Helpdesk {
        en: "The inner part of the message is not signed." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "La partie intérieure du message n'est pas signée." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het binnenste deel van het bericht is niet ondertekend." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Der innere Teil der Nachricht ist nicht signiert." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// The inner SignedData has more than one SignerInfo.
    MESSAGE_INNER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION = 1853 "MESSAGE_INNER_SIGNED_PART_HAS_MORE_THAN_ONE_SIGNER_INFORMATION" No Helpdesk {
        en: "The inner part of the message is signed more than once." => "Ask the sender to send it again with up-to-date software, and pass this message on to the sender's helpdesk.",
        fr: "La partie intérieure du message est signée plusieurs fois." => "Demandez à l'expéditeur de le renvoyer avec un logiciel à jour et transmettez cet avis à son helpdesk.",
        nl: "Het binnenste deel van het bericht is meer dan één keer ondertekend." => "Vraag de afzender het opnieuw te sturen met bijgewerkte software en geef deze melding door aan zijn helpdesk.",
        de: "Der innere Teil der Nachricht ist mehrfach signiert." => "Bitten Sie den Absender, die Nachricht mit aktueller Software erneut zu senden, und leiten Sie diesen Hinweis an seinen Helpdesk weiter.",
    }
    /// Warning: the signature does not say when it was made.
    SIGNING_TIME_MISSING = 1854 "SIGNING_TIME_MISSING" No User {
        en: "The message does not say when it was signed." => "Nothing needs to be done if you know the sender and expected this message.",
        fr: "Le message n'indique pas quand il a été signé." => "Il n'y a rien à faire si vous connaissez l'expéditeur et attendiez ce message.",
        nl: "Het bericht zegt niet wanneer het ondertekend is." => "U hoeft niets te doen als u de afzender kent en dit bericht verwachtte.",
        de: "Die Nachricht sagt nicht, wann sie signiert wurde." => "Sie müssen nichts tun, wenn Sie den Absender kennen und diese Nachricht erwartet haben.",
    }
    /// Warning: the signature was made longer ago than the policy allows.
    SIGNING_TIME_EXPIRED = 1855 "SIGNING_TIME_EXPIRED" No User {
        en: "The message was signed some time ago." => "Nothing needs to be done if you know the sender and expected this message.",
        fr: "Le message a été signé il y a un certain temps." => "Il n'y a rien à faire si vous connaissez l'expéditeur et attendiez ce message.",
        nl: "Het bericht is al een tijd geleden ondertekend." => "U hoeft niets te doen als u de afzender kent en dit bericht verwachtte.",
        de: "Die Nachricht wurde vor einiger Zeit signiert." => "Sie müssen nichts tun, wenn Sie den Absender kennen und diese Nachricht erwartet haben.",
    }
    /// Warning: the message carries no proof that the signer's certificate was not revoked.
    OCSP_NOT_EMBEDDED = 1856 "OCSP_NOT_EMBEDDED" No User {
        en: "The message carries no proof that the sender's certificate was in order." => "Nothing needs to be done if you know the sender and expected this message.",
        fr: "Le message ne contient pas la preuve que le certificat de l'expéditeur était en ordre." => "Il n'y a rien à faire si vous connaissez l'expéditeur et attendiez ce message.",
        nl: "Het bericht bevat geen bewijs dat het certificaat van de afzender in orde was." => "U hoeft niets te doen als u de afzender kent en dit bericht verwachtte.",
        de: "Die Nachricht enthält keinen Nachweis, dass das Zertifikat des Absenders in Ordnung war." => "Sie müssen nichts tun, wenn Sie den Absender kennen und diese Nachricht erwartet haben.",
    }
    /// Warning: a revocation list was used whose own signer could not be checked.
    CRL_TRUST_NOT_VERIFIED = 1857 "CRL_TRUST_NOT_VERIFIED" Yes Helpdesk {
        en: "The list of revoked certificates could not be fully checked." => "Try again later. If it lasts, ask your helpdesk whether this computer can reach the eHealth services.",
        fr: "La liste des certificats révoqués n'a pas pu être entièrement vérifiée." => "Réessayez plus tard. Si cela dure, demandez à votre helpdesk si cet ordinateur atteint les services eHealth.",
        nl: "De lijst van ingetrokken certificaten kon niet volledig nagekeken worden." => "Probeer later opnieuw. Blijft het duren, vraag dan uw helpdesk of deze computer de eHealth-diensten kan bereiken.",
        de: "Die Liste der gesperrten Zertifikate konnte nicht vollständig geprüft werden." => "Versuchen Sie es später erneut. Dauert es an, fragen Sie Ihren Helpdesk, ob dieser Computer die eHealth-Dienste erreicht.",
    }
    /// The challenge of the registration of an encryption key is not for this key, or damaged.
    CHALLENGE_INVALID = 1858 "ChallengeInvalid" Yes Helpdesk {
        en: "The challenge from eHealth could not be answered with this encryption key." => "Start the registration of the encryption key again. If it comes back, send the technical details to your helpdesk.",
        fr: "Le défi envoyé par eHealth n'a pas pu être résolu avec cette clé de chiffrement." => "Recommencez l'enregistrement de la clé de chiffrement. Si l'erreur revient, transmettez les détails techniques à votre helpdesk.",
        nl: "De uitdaging van eHealth kon niet beantwoord worden met deze vercijferingssleutel." => "Begin de registratie van de vercijferingssleutel opnieuw. Komt het terug, bezorg dan de technische details aan uw helpdesk.",
        de: "Die Aufgabe von eHealth konnte mit diesem Verschlüsselungsschlüssel nicht gelöst werden." => "Starten Sie die Registrierung des Verschlüsselungsschlüssels erneut. Tritt der Fehler wieder auf, geben Sie die technischen Details an Ihren Helpdesk weiter.",
    }
    /// Bytes are no encryption token.
    ETK_MALFORMED = 1859 "EtkMalformed" No User {
        en: "This is not an encryption token, or it is damaged." => "Fetch the encryption token again. If it stays wrong, its owner must renew the eHealth certificate.",
        fr: "Ceci n'est pas un jeton de chiffrement, ou il est endommagé." => "Récupérez à nouveau le jeton de chiffrement. Si le problème persiste, son titulaire doit renouveler son certificat eHealth.",
        nl: "Dit is geen vercijferingstoken of het is beschadigd." => "Haal het vercijferingstoken opnieuw op. Blijft het fout, dan moet de eigenaar het eHealth-certificaat vernieuwen.",
        de: "Dies ist kein Verschlüsselungstoken, oder es ist beschädigt." => "Rufen Sie das Verschlüsselungstoken erneut ab. Bleibt es fehlerhaft, muss der Inhaber sein eHealth-Zertifikat erneuern.",
    }
    /// The registration authority's signature on a token does not verify, or its signer is not trusted.
    ETK_SIGNATURE_INVALID = 1860 "EtkSignatureInvalid" No Ehealth {
        en: "eHealth's signature on the encryption token is not valid." => "Fetch the encryption token again. If it stays wrong, its owner must renew the eHealth certificate.",
        fr: "La signature d'eHealth sur le jeton de chiffrement n'est pas valable." => "Récupérez à nouveau le jeton de chiffrement. Si le problème persiste, son titulaire doit renouveler son certificat eHealth.",
        nl: "De handtekening van eHealth op het vercijferingstoken is niet geldig." => "Haal het vercijferingstoken opnieuw op. Blijft het fout, dan moet de eigenaar het eHealth-certificaat vernieuwen.",
        de: "Die Signatur von eHealth auf dem Verschlüsselungstoken ist ungültig." => "Rufen Sie das Verschlüsselungstoken erneut ab. Bleibt es fehlerhaft, muss der Inhaber sein eHealth-Zertifikat erneuern.",
    }
    /// The encryption token of the depot is not of a key in the keystore (serial number against aliases).
    ETK_NOT_IN_KEYSTORE = 1861 "EtkNotInKeystore" No User {
        en: "The encryption token registered at eHealth (number {serial}) does not belong to a key in this keystore." => "Open it with the keystore of the addressee. After a renewal, use the new keystore: it also holds the older keys.",
        fr: "Le jeton de chiffrement enregistré chez eHealth (numéro {serial}) ne correspond à aucune clé de ce keystore." => "Ouvrez-le avec le keystore du destinataire. Après un renouvellement, utilisez le nouveau keystore : il contient aussi les anciennes clés.",
        nl: "Het vercijferingstoken dat bij eHealth geregistreerd is (nummer {serial}), hoort bij geen enkele sleutel in deze keystore." => "Open het met de keystore van de bestemmeling. Gebruik na een vernieuwing de nieuwe keystore: die bevat ook de oudere sleutels.",
        de: "Das bei eHealth registrierte Verschlüsselungstoken (Nummer {serial}) gehört zu keinem Schlüssel in diesem Keystore." => "Öffnen Sie sie mit dem Keystore des Empfängers. Nutzen Sie nach einer Erneuerung den neuen Keystore: Er enthält auch die älteren Schlüssel.",
    }
    /// A message cannot be sealed for a recipient: expired, no RSA key, key too short, or not made for encryption.
    RECIPIENT_UNUSABLE = 1862 "RecipientUnusable" No User {
        en: "The message cannot be sealed for this recipient." => "Nothing can be sealed for this owner until the eHealth certificate is renewed and registered. Tell the owner.",
        fr: "Le message ne peut pas être scellé pour ce destinataire." => "Rien ne peut être scellé pour ce titulaire tant que son certificat eHealth n'est pas renouvelé et enregistré. Prévenez-le.",
        nl: "Het bericht kan niet verzegeld worden voor deze bestemmeling." => "Er kan niets voor deze eigenaar verzegeld worden tot het eHealth-certificaat vernieuwd en geregistreerd is. Verwittig de eigenaar.",
        de: "Die Nachricht kann für diesen Empfänger nicht versiegelt werden." => "Für diesen Inhaber kann nichts versiegelt werden, bis sein eHealth-Zertifikat erneuert und registriert ist. Informieren Sie ihn.",
    }
    /// Warning: no trust was given, so the chain of a certificate was not checked.
    CHAIN_NOT_CHECKED = 1863 "ChainNotChecked" No Integrator {
        en: "It was not checked who issued the certificate." => "Do not rely on who signed it. The makers of the software must let the certificates be checked.",
        fr: "L'émetteur du certificat n'a pas été vérifié." => "Ne vous fiez pas à l'identité du signataire. L'éditeur du logiciel doit faire vérifier les certificats.",
        nl: "Er is niet nagekeken wie het certificaat uitreikte." => "Vertrouw niet op wie het ondertekende. De maker van de software moet de certificaten laten nakijken.",
        de: "Es wurde nicht geprüft, wer das Zertifikat ausgestellt hat." => "Verlassen Sie sich nicht darauf, wer signiert hat. Der Hersteller der Software muss die Zertifikate prüfen lassen.",
    }
    /// Warning: an encryption token rests on a SHA-1 signature, as those of before 2016 do.
    WEAK_HASH = 1864 "WeakHash" No Ehealth {
        en: "The encryption token rests on an outdated signature." => "Nothing can be sealed for this owner until the eHealth certificate is renewed and registered. Tell the owner.",
        fr: "Le jeton de chiffrement repose sur une signature dépassée." => "Rien ne peut être scellé pour ce titulaire tant que son certificat eHealth n'est pas renouvelé et enregistré. Prévenez-le.",
        nl: "Het vercijferingstoken steunt op een verouderde handtekening." => "Er kan niets voor deze eigenaar verzegeld worden tot het eHealth-certificaat vernieuwd en geregistreerd is. Verwittig de eigenaar.",
        de: "Das Verschlüsselungstoken stützt sich auf eine veraltete Signatur." => "Für diesen Inhaber kann nichts versiegelt werden, bis sein eHealth-Zertifikat erneuert und registriert ist. Informieren Sie ihn.",
    }
    /// Warning: the signature says that it was made later than now.
    SIGNING_TIME_IN_FUTURE = 1865 "SigningTimeInFuture" No User {
        en: "The message says that it was signed in the future." => "Check the date and the time of this computer, then try again.",
        fr: "Le message indique qu'il a été signé dans le futur." => "Vérifiez la date et l'heure de cet ordinateur, puis réessayez.",
        nl: "Het bericht zegt dat het in de toekomst ondertekend is." => "Kijk de datum en het uur van deze computer na en probeer opnieuw.",
        de: "Die Nachricht gibt an, in der Zukunft signiert worden zu sein." => "Prüfen Sie Datum und Uhrzeit dieses Computers und versuchen Sie es erneut.",
    }
    /// A message cannot be sealed in this name: the sender's certificate is outside its validity, its RSA key too short, or it is not made for signing.
    SENDER_UNUSABLE = 1866 "SenderUnusable" No User {
        en: "No message can be sealed with this certificate: it is not valid now or not made for signing." => "Renew the eHealth certificate, then seal the message again.",
        fr: "Aucun message ne peut être scellé avec ce certificat : il n'est pas valable actuellement ou n'est pas prévu pour signer." => "Renouvelez le certificat eHealth, puis scellez à nouveau le message.",
        nl: "Met dit certificaat kan geen bericht verzegeld worden: het is nu niet geldig of niet gemaakt om te ondertekenen." => "Vernieuw het eHealth-certificaat en verzegel het bericht dan opnieuw.",
        de: "Mit diesem Zertifikat kann keine Nachricht versiegelt werden: Es ist derzeit nicht gültig oder nicht zum Signieren bestimmt." => "Erneuern Sie das eHealth-Zertifikat und versiegeln Sie die Nachricht dann erneut.",
    }
}
