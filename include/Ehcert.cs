// Written from include/ehcert.h by `cargo xtask header`: do not edit. Conventions: README.md beside it.
using System;
using System.Runtime.InteropServices;

namespace Ehcert
{
    /// <summary>What judges take: whom to trust, and what is known of revocation.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct EhcTrust
    {
        public IntPtr anchors;
        public UIntPtr anchors_length;
        public IntPtr untrusted;
        public UIntPtr untrusted_length;
        public IntPtr crls;
        public UIntPtr crls_length;
        public IntPtr ocsp;
        public UIntPtr ocsp_length;
        public int revocation;
        public int inspect_old;
    }

    /// <summary>The functions of the library; handles are IntPtr, texts UTF-8.</summary>
    public static class Native
    {
        public const string Library = "ehcert";
        /// <summary>The operation is over.</summary>
        public const uint EHC_CARD_DONE = 0;
        /// <summary>Transmit `ehc_card_step_data`; answer with `ehc_card_answer_response`.</summary>
        public const uint EHC_CARD_APDU = 1;
        /// <summary>Wait `ehc_card_step_milliseconds`; answer with `ehc_card_answer_waited`.</summary>
        public const uint EHC_CARD_WAIT = 2;
        /// <summary>Ask the person; answer with `ehc_card_answer_pin` or `ehc_card_answer_cancelled`.</summary>
        public const uint EHC_CARD_ASK_PIN = 3;
        /// <summary>Nothing happened in the time that was given.</summary>
        public const uint EHC_EVENT_NOTHING = 0;
        /// <summary>A step begins: `ehc_event_name`, `ehc_event_percent`.</summary>
        public const uint EHC_EVENT_PROGRESS = 1;
        /// <summary>Something that should be told and stops nothing: `ehc_event_problem`.</summary>
        public const uint EHC_EVENT_WARNING = 2;
        /// <summary>Ask the person for the PIN; answer with `ehc_job_answer_pin`.</summary>
        public const uint EHC_EVENT_PIN = 3;
        /// <summary>The person is to type on the reader now. No answer.</summary>
        public const uint EHC_EVENT_PINPAD = 4;
        /// <summary>Show the contract of a request (`ehc_event_value`); answer with `ehc_job_answer_contract`.</summary>
        public const uint EHC_EVENT_CONTRACT = 5;
        /// <summary>Show the contract of a revocation (`ehc_event_value`); answer with `ehc_job_answer_contract`.</summary>
        public const uint EHC_EVENT_REVOCATION = 6;
        /// <summary>Transmit `ehc_event_command` to the card; answer with `ehc_job_answer_card`.</summary>
        public const uint EHC_EVENT_APDU = 7;
        /// <summary>It is done: `ehc_event_value`. The last event.</summary>
        public const uint EHC_EVENT_DONE = 8;
        /// <summary>It failed: `ehc_event_problem`. The last event.</summary>
        public const uint EHC_EVENT_FAILED = 9;
        /// <summary>The flow is over.</summary>
        public const uint EHC_STEP_DONE = 0;
        /// <summary>Sign `ehc_step_data` (a digest) with the eID; answer with `ehc_flow_answer_signature`.</summary>
        public const uint EHC_STEP_SIGN = 1;
        /// <summary>Show the contract (`ehc_step_to_json`); answer with `ehc_flow_answer_contract`.</summary>
        public const uint EHC_STEP_SHOW_CONTRACT = 2;
        /// <summary>Call `ehc_flow_generate_key` where nobody waits.</summary>
        public const uint EHC_STEP_GENERATE_KEY = 3;
        /// <summary>Send `ehc_step_data` to `ehc_step_url` by `ehc_step_method` with the headers `ehc_step_headers`; answer with `ehc_flow_answer_http`.</summary>
        public const uint EHC_STEP_HTTP = 4;
        /// <summary>Store `ehc_step_data`, sync, read it back; answer with `ehc_flow_answer_stored`.</summary>
        public const uint EHC_STEP_STORE = 5;
        /// <summary>Wait `ehc_step_seconds`; answer with `ehc_flow_answer_waited`.</summary>
        public const uint EHC_STEP_WAIT = 6;

        /// <summary>The version of the ABI. Functions are added without changing it; anything else changes it.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_abi_version();

        /// <summary>The version of the library as a text that need not be freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_version();

        /// <summary>Flows, card operations, keystores and jobs that are alive in this process: 0 when everything was freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_live_objects();

        /// <summary>One of the EHC_CARD constants. `EHC_CARD_DONE` for NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_card_step_kind(IntPtr step);

        /// <summary>The command of an APDU step; valid until the step is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_step_data(IntPtr step);

        /// <summary>The length of `ehc_card_step_data`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern UIntPtr ehc_card_step_data_length(IntPtr step);

        /// <summary>Milliseconds of a wait step, else 0.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_card_step_milliseconds(IntPtr step);

        /// <summary>How often the PIN may be wrong; -1 when the card cannot tell or nothing is asked.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern int ehc_card_step_tries_left(IntPtr step);

        /// <summary>Frees a step. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_card_step_free(IntPtr step);

        /// <summary>Frees a card operation, which cancels it. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_card_free(IntPtr card);

        /// <summary>Reads the holder and the certificates. No PIN is asked.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_read(out IntPtr @out);

        /// <summary>Signs a digest. `key`: `authentication` or `signature`; `hash`: `SHA-256`, `SHA-384` or `SHA-512`; `certificate` (or NULL): that of the key, DER, where it was read before.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_sign([MarshalAs(UnmanagedType.LPUTF8Str)] string key, [MarshalAs(UnmanagedType.LPUTF8Str)] string hash, byte[] digest, UIntPtr digest_length, byte[] certificate, UIntPtr certificate_length, long now, out IntPtr @out);

        /// <summary>The first step.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_start(IntPtr card, out IntPtr @out);

        /// <summary>Answers EHC_CARD_APDU with everything that came back, status included.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_answer_response(IntPtr card, byte[] response, UIntPtr response_length, out IntPtr @out);

        /// <summary>Answers EHC_CARD_WAIT.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_answer_waited(IntPtr card, out IntPtr @out);

        /// <summary>Answers EHC_CARD_ASK_PIN: digits in ASCII.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_answer_pin(IntPtr card, byte[] pin, UIntPtr pin_length, out IntPtr @out);

        /// <summary>The person does not want to type the PIN: the operation fails with `Cancelled`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_answer_cancelled(IntPtr card, out IntPtr @out);

        /// <summary>The holder that was read, as JSON: nationalNumber, surname, givenNames; `null` before the end.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_holder(IntPtr card, out IntPtr @out);

        /// <summary>The signer for flows from a card that was read. `anchors` as in `ehc_signer_new`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_signer(IntPtr card, byte[] anchors, UIntPtr anchors_length, out IntPtr @out);

        /// <summary>The signature that was made: RSA, or r||s.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_card_signature(IntPtr card, out IntPtr @out);

        /// <summary>The stable number; 0 for NULL (success).</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_error_code(IntPtr error);

        /// <summary>The stable name; valid until the error is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_error_name(IntPtr error);

        /// <summary>The field of the input that is wrong, or NULL; valid until the error is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_error_field(IntPtr error);

        /// <summary>Who must act: `user`, `helpdesk`, `integrator` or `ehealth`; valid until the error is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_error_actor(IntPtr error);

        /// <summary>Whether a repetition can help.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        public static extern bool ehc_error_retryable(IntPtr error);

        /// <summary>What happened, in plain words. `language`: `fr`, `nl`, `de` or `en`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_error_message(IntPtr error, [MarshalAs(UnmanagedType.LPUTF8Str)] string language, out IntPtr @out);

        /// <summary>What to do next. `language` as in `ehc_error_message`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_error_advice(IntPtr error, [MarshalAs(UnmanagedType.LPUTF8Str)] string language, out IntPtr @out);

        /// <summary>Everything of an error as JSON: code, name, field, retryable, actor, detail, values, and what the RA said.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_error_to_json(IntPtr error, out IntPtr @out);

        /// <summary>Frees an error. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_error_free(IntPtr error);

        /// <summary>The table of all codes in a language, as a JSON array.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_error_table([MarshalAs(UnmanagedType.LPUTF8Str)] string language, out IntPtr @out);

        /// <summary>The name of a field, for people.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_field_label([MarshalAs(UnmanagedType.LPUTF8Str)] string field, [MarshalAs(UnmanagedType.LPUTF8Str)] string language, out IntPtr @out);

        /// <summary>The name of a step, for people.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_step_label([MarshalAs(UnmanagedType.LPUTF8Str)] string step, [MarshalAs(UnmanagedType.LPUTF8Str)] string language, out IntPtr @out);

        /// <summary>One of the `EHC_EVENT_` values; `EHC_EVENT_NOTHING` for NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_event_kind(IntPtr @event);

        /// <summary>The stable name of the step that begins (`ehc_step_label` has its text), or what a PIN is for: authentication or signature. NULL for other events; valid until the event is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_event_name(IntPtr @event);

        /// <summary>How far the operation is, 0 to 100; 0 for what is no progress.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_event_percent(IntPtr @event);

        /// <summary>How often the PIN may be wrong; -1 where the card does not tell, and for other events.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern int ehc_event_tries_left(IntPtr @event);

        /// <summary>The command APDU; valid until the event is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_event_command(IntPtr @event);

        /// <summary>Octets of the command APDU; 0 for other events.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern UIntPtr ehc_event_command_length(IntPtr @event);

        /// <summary>A problem that the event tells, from 0 on, as an error object to be freed; NULL beyond the last one.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_event_problem(IntPtr @event, UIntPtr index);

        /// <summary>A member of the event by its path, such as result.keystore, result.dn, review.dn or review.contract: texts as they are, everything else as JSON. `ehc_event_to_json` shows which there are. A member that is not there is the error InvalidArgument.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_event_value(IntPtr @event, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, out IntPtr @out);

        /// <summary>Everything of the event as JSON.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_event_to_json(IntPtr @event, out IntPtr @out);

        /// <summary>Frees an event and wipes its command, which may hold a PIN. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_event_free(IntPtr @event);

        /// <summary>Frees a flow, which cancels it. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_flow_free(IntPtr flow);

        /// <summary>Asks the RA for its rules and for whom the holder may act. `now`: seconds since 1970.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_preflight(IntPtr signer, IntPtr platform, long now, out IntPtr @out);

        /// <summary>Step 1: from a request to a pending keystore. `request`: JSON as in `ehc_review_request`. `profile`: `ehealth`, `modern` or `java-legacy`. `pending` (or NULL): a keystore that an earlier run stored. `renews` (or NULL) with `renews_password`: the keystore that is renewed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_enrolment(IntPtr signer, [MarshalAs(UnmanagedType.LPUTF8Str)] string request, byte[] password, UIntPtr password_length, [MarshalAs(UnmanagedType.LPUTF8Str)] string profile, byte[] pending, UIntPtr pending_length, byte[] renews, UIntPtr renews_length, byte[] renews_password, UIntPtr renews_password_length, IntPtr platform, long now, out IntPtr @out);

        /// <summary>Step 2: from a pending keystore to a working one. `expected_dn` (or NULL): whom it must be for. `patience`: seconds to wait for the certificate in all.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_completion(byte[] keystore, UIntPtr keystore_length, byte[] password, UIntPtr password_length, [MarshalAs(UnmanagedType.LPUTF8Str)] string profile, [MarshalAs(UnmanagedType.LPUTF8Str)] string expected_dn, uint patience, IntPtr platform, out IntPtr @out);

        /// <summary>What the RA knows of the certificate in a keystore.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_keystore_status(byte[] keystore, UIntPtr keystore_length, byte[] password, UIntPtr password_length, IntPtr platform, out IntPtr @out);

        /// <summary>What the RA knows of all certificates of a holder.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_citizen_status(IntPtr signer, IntPtr platform, long now, out IntPtr @out);

        /// <summary>Which application ids an organisation has certificates for.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_application_ids([MarshalAs(UnmanagedType.LPUTF8Str)] string identifier_type, [MarshalAs(UnmanagedType.LPUTF8Str)] string identifier, IntPtr platform, out IntPtr @out);

        /// <summary>Whether a workstation with this keystore can receive messages.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_self_test(byte[] keystore, UIntPtr keystore_length, byte[] password, UIntPtr password_length, IntPtr platform, out IntPtr @out);

        /// <summary>ActivateETK: from then on senders use the key of this renewed keystore.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_activation(byte[] keystore, UIntPtr keystore_length, byte[] password, UIntPtr password_length, IntPtr platform, out IntPtr @out);

        /// <summary>Ends a certificate. `public_key_identifier`: hexadecimal. `reason`: `keyCompromise`, `affiliationChanged`, `superseded` or `cessationOfOperation`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_revocation(IntPtr signer, [MarshalAs(UnmanagedType.LPUTF8Str)] string public_key_identifier, [MarshalAs(UnmanagedType.LPUTF8Str)] string reason, IntPtr platform, long now, out IntPtr @out);

        /// <summary>The request of a person with a BIS number and without eID. `contact`: JSON with emailPrivate, emailGeneral, phonePrivate, phoneGeneral.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_foreign_request([MarshalAs(UnmanagedType.LPUTF8Str)] string bis, [MarshalAs(UnmanagedType.LPUTF8Str)] string first_names, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string contact, byte[] password, UIntPtr password_length, [MarshalAs(UnmanagedType.LPUTF8Str)] string key_algorithm, [MarshalAs(UnmanagedType.LPUTF8Str)] string profile, IntPtr platform, out IntPtr @out);

        /// <summary>The step that is due. The first call begins the flow; later ones, after an error for instance, give the same step again, with a new request (another message identifier) where one is due: only an answer to the newest fits.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_step(IntPtr flow, long now, out IntPtr @out);

        /// <summary>Answers EHC_STEP_SIGN: RSA PKCS#1 v1.5, or ECDSA as r||s.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_answer_signature(IntPtr flow, byte[] signature, UIntPtr signature_length, long now, out IntPtr @out);

        /// <summary>Answers EHC_STEP_SHOW_CONTRACT.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_answer_contract(IntPtr flow, bool accepted, long now, out IntPtr @out);

        /// <summary>Does EHC_STEP_GENERATE_KEY: up to a second of work on this thread.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_generate_key(IntPtr flow, long now, out IntPtr @out);

        /// <summary>Answers EHC_STEP_GENERATE_KEY with a key made elsewhere: DER PrivateKeyInfo.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_answer_key(IntPtr flow, byte[] pkcs8, UIntPtr pkcs8_length, long now, out IntPtr @out);

        /// <summary>Answers EHC_STEP_HTTP. `content_type`: the header's value, or NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_answer_http(IntPtr flow, ushort status, [MarshalAs(UnmanagedType.LPUTF8Str)] string content_type, byte[] body, UIntPtr body_length, long now, out IntPtr @out);

        /// <summary>Answers EHC_STEP_STORE with the bytes as read back from the medium.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_answer_stored(IntPtr flow, byte[] read_back, UIntPtr read_back_length, long now, out IntPtr @out);

        /// <summary>Answers EHC_STEP_WAIT.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_answer_waited(IntPtr flow, long now, out IntPtr @out);

        /// <summary>The outcome of this kind of flow as JSON; `null` before the end and for another kind.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_preflight_outcome(IntPtr flow, out IntPtr @out);

        /// <summary>The outcome of this kind of flow as JSON; `null` before the end and for another kind.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_enrolment_outcome(IntPtr flow, out IntPtr @out);

        /// <summary>The outcome of this kind of flow as JSON; `null` before the end and for another kind.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_completion_outcome(IntPtr flow, out IntPtr @out);

        /// <summary>The outcome of this kind of flow as JSON; `null` before the end and for another kind.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_status_outcome(IntPtr flow, out IntPtr @out);

        /// <summary>The outcome of this kind of flow as JSON; `null` before the end and for another kind.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_foreign_outcome(IntPtr flow, out IntPtr @out);

        /// <summary>The outcome of this kind of flow as JSON; `null` before the end and for another kind.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_application_ids_outcome(IntPtr flow, out IntPtr @out);

        /// <summary>The outcome of this kind of flow as JSON; `null` before the end and for another kind.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_self_test_outcome(IntPtr flow, out IntPtr @out);

        /// <summary>Frees a signer. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_signer_free(IntPtr signer);

        /// <summary>Frees a platform. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_platform_free(IntPtr platform);

        /// <summary>The two certificate chains of the card, each DER certificates one behind the other (leaf, CA, root). `anchors`: roots that they must lead to; none for the Belgian roots.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_signer_new(byte[] authentication_chain, UIntPtr authentication_chain_length, byte[] signature_chain, UIntPtr signature_chain_length, byte[] anchors, UIntPtr anchors_length, out IntPtr @out);

        /// <summary>`platform`: `production`, `acceptance` or a base URL. `anchors`: roots of issued certificates, DER, one behind the other; none for those of the platform.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_platform_new([MarshalAs(UnmanagedType.LPUTF8Str)] string platform, byte[] anchors, UIntPtr anchors_length, out IntPtr @out);

        /// <summary>Shows a CSR, DER or PEM, as JSON: subject, key, publicKeyIdentifier, signatureValid, attributes, requestedExtensions.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_preview_csr(byte[] csr, UIntPtr csr_length, out IntPtr @out);

        /// <summary>Shows a certificate, DER or PEM, as JSON. Nothing is verified.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_view_certificate(byte[] certificate, UIntPtr certificate_length, out IntPtr @out);

        /// <summary>Shows what a keystore tells without its password, as JSON.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_inspect_keystore(byte[] keystore, UIntPtr keystore_length, out IntPtr @out);

        /// <summary>Starts an operation and returns at once.  `operation_json`: JSON with operation (check, request, complete, renew, activate, revoke, selfTest, status...), with (platform, card, language) and the members of that operation; operations.md beside this file has them all.  `password`: of the keystore, UTF-8; empty for check. `new_password`: for renew, may be NULL for the same. The library's copies are wiped.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_job_start([MarshalAs(UnmanagedType.LPUTF8Str)] string operation_json, byte[] password, UIntPtr password_length, byte[] new_password, UIntPtr new_password_length, out IntPtr @out);

        /// <summary>Gives the next event, waiting for it for at most `milliseconds` (0: not at all). A question is given again until it is answered, the last event for ever.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_job_poll(IntPtr job, uint milliseconds, out IntPtr @out);

        /// <summary>Answers `EHC_EVENT_PIN`. NULL: the person gives up. The library's copy is wiped.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_job_answer_pin(IntPtr job, byte[] pin, UIntPtr pin_length);

        /// <summary>Answers `EHC_EVENT_CONTRACT` and `EHC_EVENT_REVOCATION`: not 0 when the person accepts.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_job_answer_contract(IntPtr job, int accepted);

        /// <summary>Answers `EHC_EVENT_APDU` with the card's response, status included; fewer than 2 octets when the card is gone.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_job_answer_card(IntPtr job, byte[] response, UIntPtr response_length);

        /// <summary>Ends the operation soon: its last event is then `EHC_EVENT_FAILED` with Cancelled, unless it was through already. May be called from any thread.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_job_cancel(IntPtr job);

        /// <summary>Cancels the operation and frees it, without waiting for its thread, which ends soon after. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_job_free(IntPtr job);

        /// <summary>Opens a keystore (PKCS#12). The password is UTF-8.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_open(byte[] data, UIntPtr data_length, byte[] password, UIntPtr password_length, out IntPtr @out);

        /// <summary>Wipes and frees a keystore. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_keystore_free(IntPtr keystore);

        /// <summary>Wipes keys and password now; every later call with this keystore fails with `WrongState`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_wipe(IntPtr keystore);

        /// <summary>All entries as a JSON array: alias, key, certificates.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_entries(IntPtr keystore, out IntPtr @out);

        /// <summary>What the keystore tells by itself at a time (seconds since 1970), as JSON: pending, dn, serial, notAfter, daysLeft, inReplacementPeriod, encryptionKeys, revoked (seconds since 1970, or null).</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_status(IntPtr keystore, long now, out IntPtr @out);

        /// <summary>The certificates of the authentication key, DER, one behind the other, leaf first.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_authentication_chain(IntPtr keystore, out IntPtr @out);

        /// <summary>PublicKeyIdentifier of the authentication key, hexadecimal.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_public_key_identifier(IntPtr keystore, out IntPtr @out);

        /// <summary>The keystore written anew in another form: `ehealth`, `modern` or `java-legacy`. Nothing in it is lost.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_rewrap(IntPtr keystore, [MarshalAs(UnmanagedType.LPUTF8Str)] string profile, out IntPtr @out);

        /// <summary>The keystore written anew with another password (UTF-8), which must meet the policy. The opened one keeps the old.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_change_password(IntPtr keystore, byte[] new_password, UIntPtr new_password_length, [MarshalAs(UnmanagedType.LPUTF8Str)] string profile, out IntPtr @out);

        /// <summary>Seals a message to the owner of an encryption token. `anchors`: roots, DER, one behind the other; none for the production roots. For several recipients put their tokens one behind the other.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_seal(IntPtr keystore, byte[] content, UIntPtr content_length, byte[] etks, UIntPtr etks_length, byte[] anchors, UIntPtr anchors_length, long now, out IntPtr @out);

        /// <summary>Opens a sealed message with the keys in this keystore, present and past. `anchors` as in `ehc_keystore_seal`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_unseal(IntPtr keystore, byte[] message, UIntPtr message_length, byte[] anchors, UIntPtr anchors_length, long now, out IntPtr @out);

        /// <summary>Whether completion, status of a keystore and self-test with this platform ask about revocation, in HTTP steps that are optional: `off` (as it is without this call), `soft` (a status that cannot be found out is a warning) or `hard` (it is an error).</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_platform_set_revocation(IntPtr platform, [MarshalAs(UnmanagedType.LPUTF8Str)] string revocation);

        /// <summary>`POST` or `GET` of an HTTP step, else an empty text. Never to be freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_step_method(IntPtr step);

        /// <summary>Whether the flow can go on without the answer to this HTTP step: a list of revoked certificates or an OCSP response. When none came, call `ehc_flow_answer_http` with the status 0 and no body.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        public static extern bool ehc_step_optional(IntPtr step);

        /// <summary>Fetches what is known of the revocation of certificates, encryption tokens (their owners) and sealed messages (their senders). `items`: one or several, DER, one behind the other. `untrusted` (or NULL): certificates that may lie between, likewise.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_revocation_inquiry(byte[] items, UIntPtr items_length, byte[] untrusted, UIntPtr untrusted_length, IntPtr platform, out IntPtr @out);

        /// <summary>What lists and responders said in a flow that is done, as JSON: status (good, revoked, unknown), problems, failures, crls and ocsp; `null` when they were not asked.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_revocation_outcome(IntPtr flow, out IntPtr @out);

        /// <summary>The lists that a flow fetched, as PEM blocks for `EhcTrust.crls`; an empty text when there are none.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_revocation_crls(IntPtr flow, out IntPtr @out);

        /// <summary>The OCSP responses that a flow fetched, as PEM blocks for `EhcTrust.ocsp`; an empty text when there are none.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_flow_revocation_ocsp(IntPtr flow, out IntPtr @out);

        /// <summary>As `ehc_keystore_seal`, and every owner's certificate must be known not to be revoked, by the lists and responses in `trust` (`ehc_flow_revocation_inquiry` fetches them): a status that they do not tell is a refusal.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_seal_unrevoked(IntPtr keystore, byte[] content, UIntPtr content_length, byte[] etks, UIntPtr etks_length, IntPtr trust, long now, out IntPtr @out);

        /// <summary>As `ehc_keystore_unseal`, and the sender's certificate must not be revoked, by the lists and responses in `trust`. `hard`: a status that they do not tell is an error; otherwise the message is opened all the same.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_unseal_unrevoked(IntPtr keystore, byte[] message, UIntPtr message_length, IntPtr trust, bool hard, long now, out IntPtr @out);

        /// <summary>One of the EHC_STEP constants. `EHC_STEP_DONE` for NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_step_kind(IntPtr step);

        /// <summary>The stable name (`ehc_step_label` has its text); valid until the step is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_step_name(IntPtr step);

        /// <summary>The address of an HTTP step, else an empty text; valid until the step is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_step_url(IntPtr step);

        /// <summary>The headers of an HTTP step as lines of `Name: value` with CR LF behind each, else an empty text; valid until the step is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_step_headers(IntPtr step);

        /// <summary>The key of a signature step, `authentication` or `signature`, else an empty text; valid until the step is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_step_key(IntPtr step);

        /// <summary>How far the flow is, 0 to 100.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_step_percent(IntPtr step);

        /// <summary>Seconds of a wait step, else 0.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern uint ehc_step_seconds(IntPtr step);

        /// <summary>The digest, body or keystore of the step; valid until the step is freed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_step_data(IntPtr step);

        /// <summary>The length of `ehc_step_data`.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern UIntPtr ehc_step_data_length(IntPtr step);

        /// <summary>Frees a step. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_step_free(IntPtr step);

        /// <summary>The whole step as JSON: kind, name, percent, and what it holds (key, algorithm and hash of a signature; review; url, method and headers; seconds).</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_step_to_json(IntPtr step, out IntPtr @out);

        /// <summary>Checks a number by the rules of its type. Out: JSON with identifierType, value (without separators) and warnings.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_check_identifier([MarshalAs(UnmanagedType.LPUTF8Str)] string identifier_type, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, out IntPtr @out);

        /// <summary>All built-in types of identifiers with their names in a language, as a JSON array.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_identifier_types([MarshalAs(UnmanagedType.LPUTF8Str)] string language, out IntPtr @out);

        /// <summary>The qualities that the portal lists with their names in a language, as a JSON array.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_professions([MarshalAs(UnmanagedType.LPUTF8Str)] string language, out IntPtr @out);

        /// <summary>Converts a name as eHealth does. Out: JSON with text, changed, expanded, unfolded, invisible.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_fold_name([MarshalAs(UnmanagedType.LPUTF8Str)] string name, out IntPtr @out);

        /// <summary>Checks an e-mail address. Out: as it is sent.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_check_email([MarshalAs(UnmanagedType.LPUTF8Str)] string email, out IntPtr @out);

        /// <summary>Checks a phone number. Out: as it is sent, without punctuation.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_check_phone([MarshalAs(UnmanagedType.LPUTF8Str)] string phone, out IntPtr @out);

        /// <summary>Checks an application id. Out: as it is sent; empty for blank text.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_check_application_id([MarshalAs(UnmanagedType.LPUTF8Str)] string application_id, out IntPtr @out);

        /// <summary>Checks a new password (UTF-8) and its confirmation (NULL while it is not typed). Out: JSON with a tick for each rule (length, notTooLong, acceptedCharacters, digitOrSymbol, letter, confirmation), ok and problems.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_check_password(byte[] password, UIntPtr password_length, byte[] confirmation, UIntPtr confirmation_length, out IntPtr @out);

        /// <summary>Checks a whole request and previews the certificate's name. `request`: JSON with holder (person, recognized, other), identifierType, identifier, name, firstNames, applicationId, baseServices, contact (emailPrivate, emailGeneral, phonePrivate, phoneGeneral) and key (rsa-2048, p-384). Out: JSON with ok, errors, warnings, dn and its parts.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_review_request([MarshalAs(UnmanagedType.LPUTF8Str)] string request, out IntPtr @out);

        /// <summary>The name of a keystore's file for a DN. The time is local civil time.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_keystore_file_name([MarshalAs(UnmanagedType.LPUTF8Str)] string dn, ushort year, byte month, byte day, byte hour, byte minute, byte second, out IntPtr @out);

        /// <summary>The characters, NUL-terminated; valid until the text is freed. NULL for NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_text_data(IntPtr text);

        /// <summary>How many bytes the characters take, without the NUL. 0 for NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern UIntPtr ehc_text_length(IntPtr text);

        /// <summary>A member of a record by its path, such as dn or entries.0.alias: texts as they are, everything else as JSON; the whole record for an empty path. A member that is not there is the error InvalidArgument, as is a text that is no JSON.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_text_value(IntPtr text, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, out IntPtr @out);

        /// <summary>How many there are in a list or record of a record, by its path; 0 for anything else.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern UIntPtr ehc_text_count(IntPtr text, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);

        /// <summary>Frees a text. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_text_free(IntPtr text);

        /// <summary>The bytes; valid until they are freed. NULL for NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_bytes_data(IntPtr bytes);

        /// <summary>How many bytes there are. 0 for NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern UIntPtr ehc_bytes_length(IntPtr bytes);

        /// <summary>Wipes and frees bytes. NULL is allowed.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern void ehc_bytes_free(IntPtr bytes);

        /// <summary>Builds and validates the path of a certificate, DER or PEM (RFC 5280 6.1). `trust` may be NULL. `path_json` may be NULL, or an object with any of policies, explicitPolicy, inhibitMapping, inhibitAny, purpose (client, server, email, none), name, profile (path, rfc5280, web-pki), maxIntermediates. `at`: seconds since 1970 at which all must be valid.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_verify_certificate(byte[] certificate, UIntPtr certificate_length, IntPtr trust, [MarshalAs(UnmanagedType.LPUTF8Str)] string path_json, long at, out IntPtr @out);

        /// <summary>Judges an encryption token (ETK; DER, BER or base64) by the checks and names of the official library. `trust` may be NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_verify_etk(byte[] token, UIntPtr token_length, IntPtr trust, long at, out IntPtr @out);

        /// <summary>Judges the outer signature of a sealed message and its signer, by the checks and names of the official library; `ehc_keystore_unseal` opens it. `trust` may be NULL.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_verify_message(byte[] message, UIntPtr message_length, IntPtr trust, long at, out IntPtr @out);

        /// <summary>Whether a signature over data was made by the key of a SubjectPublicKeyInfo (DER or PEM). `algorithm`: for example rsa-pkcs1-sha256, rsa-pss-sha256-salt32, ecdsa-sha384, ecdsa-sha384-p1363, or as Java and RFC 5758 name them.</summary>
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern IntPtr ehc_verify_signature(byte[] spki, UIntPtr spki_length, [MarshalAs(UnmanagedType.LPUTF8Str)] string algorithm, byte[] data, UIntPtr data_length, byte[] signature, UIntPtr signature_length, out IntPtr @out);
    }
}
