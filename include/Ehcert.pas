{ Written from include/ehcert.h by `cargo xtask header`: do not edit. Conventions: README.md beside it. }
unit Ehcert;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}

interface

const
  EHC_LIBRARY = {$IFDEF MSWINDOWS}'ehcert.dll'{$ELSE}'libehcert.so.1'{$ENDIF};
  { The operation is over. }
  EHC_CARD_DONE = 0;
  { Transmit `ehc_card_step_data`; answer with `ehc_card_answer_response`. }
  EHC_CARD_APDU = 1;
  { Wait `ehc_card_step_milliseconds`; answer with `ehc_card_answer_waited`. }
  EHC_CARD_WAIT = 2;
  { Ask the person; answer with `ehc_card_answer_pin` or `ehc_card_answer_cancelled`. }
  EHC_CARD_ASK_PIN = 3;
  { Nothing happened in the time that was given. }
  EHC_EVENT_NOTHING = 0;
  { A step begins: `ehc_event_name`, `ehc_event_percent`. }
  EHC_EVENT_PROGRESS = 1;
  { Something that should be told and stops nothing: `ehc_event_problem`. }
  EHC_EVENT_WARNING = 2;
  { Ask the person for the PIN; answer with `ehc_job_answer_pin`. }
  EHC_EVENT_PIN = 3;
  { The person is to type on the reader now. No answer. }
  EHC_EVENT_PINPAD = 4;
  { Show the contract of a request (`ehc_event_value`); answer with `ehc_job_answer_contract`. }
  EHC_EVENT_CONTRACT = 5;
  { Show the contract of a revocation (`ehc_event_value`); answer with `ehc_job_answer_contract`. }
  EHC_EVENT_REVOCATION = 6;
  { Transmit `ehc_event_command` to the card; answer with `ehc_job_answer_card`. }
  EHC_EVENT_APDU = 7;
  { It is done: `ehc_event_value`. The last event. }
  EHC_EVENT_DONE = 8;
  { It failed: `ehc_event_problem`. The last event. }
  EHC_EVENT_FAILED = 9;
  { The flow is over. }
  EHC_STEP_DONE = 0;
  { Sign `ehc_step_data` (a digest) with the eID; answer with `ehc_flow_answer_signature`. }
  EHC_STEP_SIGN = 1;
  { Show the contract (`ehc_step_to_json`); answer with `ehc_flow_answer_contract`. }
  EHC_STEP_SHOW_CONTRACT = 2;
  { Call `ehc_flow_generate_key` where nobody waits. }
  EHC_STEP_GENERATE_KEY = 3;
  { Send `ehc_step_data` to `ehc_step_url` by `ehc_step_method` with the headers `ehc_step_headers`; answer with `ehc_flow_answer_http`. }
  EHC_STEP_HTTP = 4;
  { Store `ehc_step_data`, sync, read it back; answer with `ehc_flow_answer_stored`. }
  EHC_STEP_STORE = 5;
  { Wait `ehc_step_seconds`; answer with `ehc_flow_answer_waited`. }
  EHC_STEP_WAIT = 6;

type
  { Bytes. Free them with `ehc_bytes_free`, which wipes them. }
  PEhcBytes = type Pointer;
  { A card operation on its way. Free it with `ehc_card_free`. }
  PEhcCard = type Pointer;
  { What a card operation needs next. Free it with `ehc_card_step_free`. }
  PEhcCardStep = type Pointer;
  { What went wrong. A function that can fail returns one, or NULL for success. Free it with `ehc_error_free`. }
  PEhcError = type Pointer;
  { What a job tells or asks. Free it with `ehc_event_free`. }
  PEhcEvent = type Pointer;
  { An operation on its way. From any thread, one call at a time. Free it with `ehc_flow_free`, which cancels it. }
  PEhcFlow = type Pointer;
  { A running operation. May be used from several threads. Free it with `ehc_job_free`. }
  PEhcJob = type Pointer;
  { An opened keystore. May be used from several threads. Free it with `ehc_keystore_free`, which wipes its keys and password. }
  PEhcKeystore = type Pointer;
  { Where the platform is. Free it with `ehc_platform_free`. }
  PEhcPlatform = type Pointer;
  { The holder of the eID, as flows need them. Free it with `ehc_signer_free`. }
  PEhcSigner = type Pointer;
  { What a flow needs next. Free it with `ehc_step_free`. }
  PEhcStep = type Pointer;
  { A text in UTF-8, with a NUL behind it. Free it with `ehc_text_free`. }
  PEhcText = type Pointer;

  TEhcTrust = record
    anchors: PByte;
    anchors_length: NativeUInt;
    untrusted: PByte;
    untrusted_length: NativeUInt;
    crls: PByte;
    crls_length: NativeUInt;
    ocsp: PByte;
    ocsp_length: NativeUInt;
    revocation: Integer;
    inspect_old: Integer;
  end;
  PEhcTrust = ^TEhcTrust;

{ The version of the ABI. Functions are added without changing it; anything else changes it. }
function ehc_abi_version: Cardinal; cdecl; external EHC_LIBRARY;
{ The version of the library as a text that need not be freed. }
function ehc_version: PAnsiChar; cdecl; external EHC_LIBRARY;
{ Flows, card operations, keystores and jobs that are alive in this process: 0 when everything was freed. }
function ehc_live_objects: Cardinal; cdecl; external EHC_LIBRARY;
{ One of the EHC_CARD constants. `EHC_CARD_DONE` for NULL. }
function ehc_card_step_kind(step_: PEhcCardStep): Cardinal; cdecl; external EHC_LIBRARY;
{ The command of an APDU step; valid until the step is freed. }
function ehc_card_step_data(step_: PEhcCardStep): PByte; cdecl; external EHC_LIBRARY;
{ The length of `ehc_card_step_data`. }
function ehc_card_step_data_length(step_: PEhcCardStep): NativeUInt; cdecl; external EHC_LIBRARY;
{ Milliseconds of a wait step, else 0. }
function ehc_card_step_milliseconds(step_: PEhcCardStep): Cardinal; cdecl; external EHC_LIBRARY;
{ How often the PIN may be wrong; -1 when the card cannot tell or nothing is asked. }
function ehc_card_step_tries_left(step_: PEhcCardStep): Integer; cdecl; external EHC_LIBRARY;
{ Frees a step. NULL is allowed. }
procedure ehc_card_step_free(step_: PEhcCardStep); cdecl; external EHC_LIBRARY;
{ Frees a card operation, which cancels it. NULL is allowed. }
procedure ehc_card_free(card_: PEhcCard); cdecl; external EHC_LIBRARY;
{ Reads the holder and the certificates. No PIN is asked. }
function ehc_card_read(out out_: PEhcCard): PEhcError; cdecl; external EHC_LIBRARY;
{ Signs a digest. `key`: `authentication` or `signature`; `hash`: `SHA-256`, `SHA-384` or `SHA-512`; `certificate` (or NULL): that of the key, DER, where it was read before. }
function ehc_card_sign(key_: PAnsiChar; hash_: PAnsiChar; digest_: PByte; digest_length_: NativeUInt; certificate_: PByte; certificate_length_: NativeUInt; now_: Int64; out out_: PEhcCard): PEhcError; cdecl; external EHC_LIBRARY;
{ The first step. }
function ehc_card_start(card_: PEhcCard; out out_: PEhcCardStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_CARD_APDU with everything that came back, status included. }
function ehc_card_answer_response(card_: PEhcCard; response_: PByte; response_length_: NativeUInt; out out_: PEhcCardStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_CARD_WAIT. }
function ehc_card_answer_waited(card_: PEhcCard; out out_: PEhcCardStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_CARD_ASK_PIN: digits in ASCII. }
function ehc_card_answer_pin(card_: PEhcCard; pin_: PByte; pin_length_: NativeUInt; out out_: PEhcCardStep): PEhcError; cdecl; external EHC_LIBRARY;
{ The person does not want to type the PIN: the operation fails with `Cancelled`. }
function ehc_card_answer_cancelled(card_: PEhcCard; out out_: PEhcCardStep): PEhcError; cdecl; external EHC_LIBRARY;
{ The holder that was read, as JSON: nationalNumber, surname, givenNames; `null` before the end. }
function ehc_card_holder(card_: PEhcCard; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The signer for flows from a card that was read. `anchors` as in `ehc_signer_new`. }
function ehc_card_signer(card_: PEhcCard; anchors_: PByte; anchors_length_: NativeUInt; out out_: PEhcSigner): PEhcError; cdecl; external EHC_LIBRARY;
{ The signature that was made: RSA, or r||s. }
function ehc_card_signature(card_: PEhcCard; out out_: PEhcBytes): PEhcError; cdecl; external EHC_LIBRARY;
{ The stable number; 0 for NULL (success). }
function ehc_error_code(error_: PEhcError): Cardinal; cdecl; external EHC_LIBRARY;
{ The stable name; valid until the error is freed. }
function ehc_error_name(error_: PEhcError): PAnsiChar; cdecl; external EHC_LIBRARY;
{ The field of the input that is wrong, or NULL; valid until the error is freed. }
function ehc_error_field(error_: PEhcError): PAnsiChar; cdecl; external EHC_LIBRARY;
{ Who must act: `user`, `helpdesk`, `integrator` or `ehealth`; valid until the error is freed. }
function ehc_error_actor(error_: PEhcError): PAnsiChar; cdecl; external EHC_LIBRARY;
{ Whether a repetition can help. }
function ehc_error_retryable(error_: PEhcError): Boolean; cdecl; external EHC_LIBRARY;
{ What happened, in plain words. `language`: `fr`, `nl`, `de` or `en`. }
function ehc_error_message(error_: PEhcError; language_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ What to do next. `language` as in `ehc_error_message`. }
function ehc_error_advice(error_: PEhcError; language_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Everything of an error as JSON: code, name, field, retryable, actor, detail, values, and what the RA said. }
function ehc_error_to_json(error_: PEhcError; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Frees an error. NULL is allowed. }
procedure ehc_error_free(error_: PEhcError); cdecl; external EHC_LIBRARY;
{ The table of all codes in a language, as a JSON array. }
function ehc_error_table(language_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The name of a field, for people. }
function ehc_field_label(field_: PAnsiChar; language_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The name of a step, for people. }
function ehc_step_label(step_: PAnsiChar; language_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ One of the `EHC_EVENT_` values; `EHC_EVENT_NOTHING` for NULL. }
function ehc_event_kind(event_: PEhcEvent): Cardinal; cdecl; external EHC_LIBRARY;
{ The stable name of the step that begins (`ehc_step_label` has its text), or what a PIN is for: authentication or signature. NULL for other events; valid until the event is freed. }
function ehc_event_name(event_: PEhcEvent): PAnsiChar; cdecl; external EHC_LIBRARY;
{ How far the operation is, 0 to 100; 0 for what is no progress. }
function ehc_event_percent(event_: PEhcEvent): Cardinal; cdecl; external EHC_LIBRARY;
{ How often the PIN may be wrong; -1 where the card does not tell, and for other events. }
function ehc_event_tries_left(event_: PEhcEvent): Integer; cdecl; external EHC_LIBRARY;
{ The command APDU; valid until the event is freed. }
function ehc_event_command(event_: PEhcEvent): PByte; cdecl; external EHC_LIBRARY;
{ Octets of the command APDU; 0 for other events. }
function ehc_event_command_length(event_: PEhcEvent): NativeUInt; cdecl; external EHC_LIBRARY;
{ A problem that the event tells, from 0 on, as an error object to be freed; NULL beyond the last one. }
function ehc_event_problem(event_: PEhcEvent; index_: NativeUInt): PEhcError; cdecl; external EHC_LIBRARY;
{ A member of the event by its path, such as result.keystore, result.dn, review.dn or review.contract: texts as they are, everything else as JSON. `ehc_event_to_json` shows which there are. A member that is not there is the error InvalidArgument. }
function ehc_event_value(event_: PEhcEvent; path_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Everything of the event as JSON. }
function ehc_event_to_json(event_: PEhcEvent; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Frees an event and wipes its command, which may hold a PIN. NULL is allowed. }
procedure ehc_event_free(event_: PEhcEvent); cdecl; external EHC_LIBRARY;
{ Frees a flow, which cancels it. NULL is allowed. }
procedure ehc_flow_free(flow_: PEhcFlow); cdecl; external EHC_LIBRARY;
{ Asks the RA for its rules and for whom the holder may act. `now`: seconds since 1970. }
function ehc_flow_preflight(signer_: PEhcSigner; platform_: PEhcPlatform; now_: Int64; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ Step 1: from a request to a pending keystore. `request`: JSON as in `ehc_review_request`. `profile`: `ehealth`, `modern` or `java-legacy`. `pending` (or NULL): a keystore that an earlier run stored. `renews` (or NULL) with `renews_password`: the keystore that is renewed. }
function ehc_flow_enrolment(signer_: PEhcSigner; request_: PAnsiChar; password_: PByte; password_length_: NativeUInt; profile_: PAnsiChar; pending_: PByte; pending_length_: NativeUInt; renews_: PByte; renews_length_: NativeUInt; renews_password_: PByte; renews_password_length_: NativeUInt; platform_: PEhcPlatform; now_: Int64; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ Step 2: from a pending keystore to a working one. `expected_dn` (or NULL): whom it must be for. `patience`: seconds to wait for the certificate in all. }
function ehc_flow_completion(keystore_: PByte; keystore_length_: NativeUInt; password_: PByte; password_length_: NativeUInt; profile_: PAnsiChar; expected_dn_: PAnsiChar; patience_: Cardinal; platform_: PEhcPlatform; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ What the RA knows of the certificate in a keystore. }
function ehc_flow_keystore_status(keystore_: PByte; keystore_length_: NativeUInt; password_: PByte; password_length_: NativeUInt; platform_: PEhcPlatform; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ What the RA knows of all certificates of a holder. }
function ehc_flow_citizen_status(signer_: PEhcSigner; platform_: PEhcPlatform; now_: Int64; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ Which application ids an organisation has certificates for. }
function ehc_flow_application_ids(identifier_type_: PAnsiChar; identifier_: PAnsiChar; platform_: PEhcPlatform; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ Whether a workstation with this keystore can receive messages. }
function ehc_flow_self_test(keystore_: PByte; keystore_length_: NativeUInt; password_: PByte; password_length_: NativeUInt; platform_: PEhcPlatform; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ ActivateETK: from then on senders use the key of this renewed keystore. }
function ehc_flow_activation(keystore_: PByte; keystore_length_: NativeUInt; password_: PByte; password_length_: NativeUInt; platform_: PEhcPlatform; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ Ends a certificate. `public_key_identifier`: hexadecimal. `reason`: `keyCompromise`, `affiliationChanged`, `superseded` or `cessationOfOperation`. }
function ehc_flow_revocation(signer_: PEhcSigner; public_key_identifier_: PAnsiChar; reason_: PAnsiChar; platform_: PEhcPlatform; now_: Int64; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ The request of a person with a BIS number and without eID. `contact`: JSON with emailPrivate, emailGeneral, phonePrivate, phoneGeneral. }
function ehc_flow_foreign_request(bis_: PAnsiChar; first_names_: PAnsiChar; name_: PAnsiChar; contact_: PAnsiChar; password_: PByte; password_length_: NativeUInt; key_algorithm_: PAnsiChar; profile_: PAnsiChar; platform_: PEhcPlatform; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ The step that is due. The first call begins the flow; later ones, after an error for instance, give the same step again, with a new request (another message identifier) where one is due: only an answer to the newest fits. }
function ehc_flow_step(flow_: PEhcFlow; now_: Int64; out out_: PEhcStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_STEP_SIGN: RSA PKCS#1 v1.5, or ECDSA as r||s. }
function ehc_flow_answer_signature(flow_: PEhcFlow; signature_: PByte; signature_length_: NativeUInt; now_: Int64; out out_: PEhcStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_STEP_SHOW_CONTRACT. }
function ehc_flow_answer_contract(flow_: PEhcFlow; accepted_: Boolean; now_: Int64; out out_: PEhcStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Does EHC_STEP_GENERATE_KEY: up to a second of work on this thread. }
function ehc_flow_generate_key(flow_: PEhcFlow; now_: Int64; out out_: PEhcStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_STEP_GENERATE_KEY with a key made elsewhere: DER PrivateKeyInfo. }
function ehc_flow_answer_key(flow_: PEhcFlow; pkcs8_: PByte; pkcs8_length_: NativeUInt; now_: Int64; out out_: PEhcStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_STEP_HTTP. `content_type`: the header's value, or NULL. }
function ehc_flow_answer_http(flow_: PEhcFlow; status_: Word; content_type_: PAnsiChar; body_: PByte; body_length_: NativeUInt; now_: Int64; out out_: PEhcStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_STEP_STORE with the bytes as read back from the medium. }
function ehc_flow_answer_stored(flow_: PEhcFlow; read_back_: PByte; read_back_length_: NativeUInt; now_: Int64; out out_: PEhcStep): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers EHC_STEP_WAIT. }
function ehc_flow_answer_waited(flow_: PEhcFlow; now_: Int64; out out_: PEhcStep): PEhcError; cdecl; external EHC_LIBRARY;
{ The outcome of this kind of flow as JSON; `null` before the end and for another kind. }
function ehc_flow_preflight_outcome(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The outcome of this kind of flow as JSON; `null` before the end and for another kind. }
function ehc_flow_enrolment_outcome(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The outcome of this kind of flow as JSON; `null` before the end and for another kind. }
function ehc_flow_completion_outcome(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The outcome of this kind of flow as JSON; `null` before the end and for another kind. }
function ehc_flow_status_outcome(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The outcome of this kind of flow as JSON; `null` before the end and for another kind. }
function ehc_flow_foreign_outcome(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The outcome of this kind of flow as JSON; `null` before the end and for another kind. }
function ehc_flow_application_ids_outcome(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The outcome of this kind of flow as JSON; `null` before the end and for another kind. }
function ehc_flow_self_test_outcome(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Frees a signer. NULL is allowed. }
procedure ehc_signer_free(signer_: PEhcSigner); cdecl; external EHC_LIBRARY;
{ Frees a platform. NULL is allowed. }
procedure ehc_platform_free(platform_: PEhcPlatform); cdecl; external EHC_LIBRARY;
{ The two certificate chains of the card, each DER certificates one behind the other (leaf, CA, root). `anchors`: roots that they must lead to; none for the Belgian roots. }
function ehc_signer_new(authentication_chain_: PByte; authentication_chain_length_: NativeUInt; signature_chain_: PByte; signature_chain_length_: NativeUInt; anchors_: PByte; anchors_length_: NativeUInt; out out_: PEhcSigner): PEhcError; cdecl; external EHC_LIBRARY;
{ `platform`: `production`, `acceptance` or a base URL. `anchors`: roots of issued certificates, DER, one behind the other; none for those of the platform. }
function ehc_platform_new(platform_: PAnsiChar; anchors_: PByte; anchors_length_: NativeUInt; out out_: PEhcPlatform): PEhcError; cdecl; external EHC_LIBRARY;
{ Shows a CSR, DER or PEM, as JSON: subject, key, publicKeyIdentifier, signatureValid, attributes, requestedExtensions. }
function ehc_preview_csr(csr_: PByte; csr_length_: NativeUInt; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Shows a certificate, DER or PEM, as JSON. Nothing is verified. }
function ehc_view_certificate(certificate_: PByte; certificate_length_: NativeUInt; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Shows what a keystore tells without its password, as JSON. }
function ehc_inspect_keystore(keystore_: PByte; keystore_length_: NativeUInt; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Starts an operation and returns at once.  `operation_json`: JSON with operation (check, request, complete, renew, activate, revoke, selfTest, status...), with (platform, card, language) and the members of that operation; operations.md beside this file has them all.  `password`: of the keystore, UTF-8; empty for check. `new_password`: for renew, may be NULL for the same. The library's copies are wiped. }
function ehc_job_start(operation_json_: PAnsiChar; password_: PByte; password_length_: NativeUInt; new_password_: PByte; new_password_length_: NativeUInt; out out_: PEhcJob): PEhcError; cdecl; external EHC_LIBRARY;
{ Gives the next event, waiting for it for at most `milliseconds` (0: not at all). A question is given again until it is answered, the last event for ever. }
function ehc_job_poll(job_: PEhcJob; milliseconds_: Cardinal; out out_: PEhcEvent): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers `EHC_EVENT_PIN`. NULL: the person gives up. The library's copy is wiped. }
function ehc_job_answer_pin(job_: PEhcJob; pin_: PByte; pin_length_: NativeUInt): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers `EHC_EVENT_CONTRACT` and `EHC_EVENT_REVOCATION`: not 0 when the person accepts. }
function ehc_job_answer_contract(job_: PEhcJob; accepted_: Integer): PEhcError; cdecl; external EHC_LIBRARY;
{ Answers `EHC_EVENT_APDU` with the card's response, status included; fewer than 2 octets when the card is gone. }
function ehc_job_answer_card(job_: PEhcJob; response_: PByte; response_length_: NativeUInt): PEhcError; cdecl; external EHC_LIBRARY;
{ Ends the operation soon: its last event is then `EHC_EVENT_FAILED` with Cancelled, unless it was through already. May be called from any thread. }
function ehc_job_cancel(job_: PEhcJob): PEhcError; cdecl; external EHC_LIBRARY;
{ Cancels the operation and frees it, without waiting for its thread, which ends soon after. NULL is allowed. }
procedure ehc_job_free(job_: PEhcJob); cdecl; external EHC_LIBRARY;
{ Opens a keystore (PKCS#12). The password is UTF-8. }
function ehc_keystore_open(data_: PByte; data_length_: NativeUInt; password_: PByte; password_length_: NativeUInt; out out_: PEhcKeystore): PEhcError; cdecl; external EHC_LIBRARY;
{ Wipes and frees a keystore. NULL is allowed. }
procedure ehc_keystore_free(keystore_: PEhcKeystore); cdecl; external EHC_LIBRARY;
{ Wipes keys and password now; every later call with this keystore fails with `WrongState`. }
function ehc_keystore_wipe(keystore_: PEhcKeystore): PEhcError; cdecl; external EHC_LIBRARY;
{ All entries as a JSON array: alias, key, certificates. }
function ehc_keystore_entries(keystore_: PEhcKeystore; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ What the keystore tells by itself at a time (seconds since 1970), as JSON: pending, dn, serial, notAfter, daysLeft, inReplacementPeriod, encryptionKeys, revoked (seconds since 1970, or null). }
function ehc_keystore_status(keystore_: PEhcKeystore; now_: Int64; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The certificates of the authentication key, DER, one behind the other, leaf first. }
function ehc_keystore_authentication_chain(keystore_: PEhcKeystore; out out_: PEhcBytes): PEhcError; cdecl; external EHC_LIBRARY;
{ PublicKeyIdentifier of the authentication key, hexadecimal. }
function ehc_keystore_public_key_identifier(keystore_: PEhcKeystore; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The keystore written anew in another form: `ehealth`, `modern` or `java-legacy`. Nothing in it is lost. }
function ehc_keystore_rewrap(keystore_: PEhcKeystore; profile_: PAnsiChar; out out_: PEhcBytes): PEhcError; cdecl; external EHC_LIBRARY;
{ The keystore written anew with another password (UTF-8), which must meet the policy. The opened one keeps the old. }
function ehc_keystore_change_password(keystore_: PEhcKeystore; new_password_: PByte; new_password_length_: NativeUInt; profile_: PAnsiChar; out out_: PEhcBytes): PEhcError; cdecl; external EHC_LIBRARY;
{ Seals a message to the owner of an encryption token. `anchors`: roots, DER, one behind the other; none for the production roots. For several recipients put their tokens one behind the other. }
function ehc_keystore_seal(keystore_: PEhcKeystore; content_: PByte; content_length_: NativeUInt; etks_: PByte; etks_length_: NativeUInt; anchors_: PByte; anchors_length_: NativeUInt; now_: Int64; out out_: PEhcBytes): PEhcError; cdecl; external EHC_LIBRARY;
{ Opens a sealed message with the keys in this keystore, present and past. `anchors` as in `ehc_keystore_seal`. }
function ehc_keystore_unseal(keystore_: PEhcKeystore; message_: PByte; message_length_: NativeUInt; anchors_: PByte; anchors_length_: NativeUInt; now_: Int64; out out_: PEhcBytes): PEhcError; cdecl; external EHC_LIBRARY;
{ Whether completion, status of a keystore and self-test with this platform ask about revocation, in HTTP steps that are optional: `off` (as it is without this call), `soft` (a status that cannot be found out is a warning) or `hard` (it is an error). }
function ehc_platform_set_revocation(platform_: PEhcPlatform; revocation_: PAnsiChar): PEhcError; cdecl; external EHC_LIBRARY;
{ `POST` or `GET` of an HTTP step, else an empty text. Never to be freed. }
function ehc_step_method(step_: PEhcStep): PAnsiChar; cdecl; external EHC_LIBRARY;
{ Whether the flow can go on without the answer to this HTTP step: a list of revoked certificates or an OCSP response. When none came, call `ehc_flow_answer_http` with the status 0 and no body. }
function ehc_step_optional(step_: PEhcStep): Boolean; cdecl; external EHC_LIBRARY;
{ Fetches what is known of the revocation of certificates, encryption tokens (their owners) and sealed messages (their senders). `items`: one or several, DER, one behind the other. `untrusted` (or NULL): certificates that may lie between, likewise. }
function ehc_flow_revocation_inquiry(items_: PByte; items_length_: NativeUInt; untrusted_: PByte; untrusted_length_: NativeUInt; platform_: PEhcPlatform; out out_: PEhcFlow): PEhcError; cdecl; external EHC_LIBRARY;
{ What lists and responders said in a flow that is done, as JSON: status (good, revoked, unknown), problems, failures, crls and ocsp; `null` when they were not asked. }
function ehc_flow_revocation_outcome(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The lists that a flow fetched, as PEM blocks for `EhcTrust.crls`; an empty text when there are none. }
function ehc_flow_revocation_crls(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The OCSP responses that a flow fetched, as PEM blocks for `EhcTrust.ocsp`; an empty text when there are none. }
function ehc_flow_revocation_ocsp(flow_: PEhcFlow; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ As `ehc_keystore_seal`, and every owner's certificate must be known not to be revoked, by the lists and responses in `trust` (`ehc_flow_revocation_inquiry` fetches them): a status that they do not tell is a refusal. }
function ehc_keystore_seal_unrevoked(keystore_: PEhcKeystore; content_: PByte; content_length_: NativeUInt; etks_: PByte; etks_length_: NativeUInt; trust_: PEhcTrust; now_: Int64; out out_: PEhcBytes): PEhcError; cdecl; external EHC_LIBRARY;
{ As `ehc_keystore_unseal`, and the sender's certificate must not be revoked, by the lists and responses in `trust`. `hard`: a status that they do not tell is an error; otherwise the message is opened all the same. }
function ehc_keystore_unseal_unrevoked(keystore_: PEhcKeystore; message_: PByte; message_length_: NativeUInt; trust_: PEhcTrust; hard_: Boolean; now_: Int64; out out_: PEhcBytes): PEhcError; cdecl; external EHC_LIBRARY;
{ One of the EHC_STEP constants. `EHC_STEP_DONE` for NULL. }
function ehc_step_kind(step_: PEhcStep): Cardinal; cdecl; external EHC_LIBRARY;
{ The stable name (`ehc_step_label` has its text); valid until the step is freed. }
function ehc_step_name(step_: PEhcStep): PAnsiChar; cdecl; external EHC_LIBRARY;
{ The address of an HTTP step, else an empty text; valid until the step is freed. }
function ehc_step_url(step_: PEhcStep): PAnsiChar; cdecl; external EHC_LIBRARY;
{ The headers of an HTTP step as lines of `Name: value` with CR LF behind each, else an empty text; valid until the step is freed. }
function ehc_step_headers(step_: PEhcStep): PAnsiChar; cdecl; external EHC_LIBRARY;
{ The key of a signature step, `authentication` or `signature`, else an empty text; valid until the step is freed. }
function ehc_step_key(step_: PEhcStep): PAnsiChar; cdecl; external EHC_LIBRARY;
{ How far the flow is, 0 to 100. }
function ehc_step_percent(step_: PEhcStep): Cardinal; cdecl; external EHC_LIBRARY;
{ Seconds of a wait step, else 0. }
function ehc_step_seconds(step_: PEhcStep): Cardinal; cdecl; external EHC_LIBRARY;
{ The digest, body or keystore of the step; valid until the step is freed. }
function ehc_step_data(step_: PEhcStep): PByte; cdecl; external EHC_LIBRARY;
{ The length of `ehc_step_data`. }
function ehc_step_data_length(step_: PEhcStep): NativeUInt; cdecl; external EHC_LIBRARY;
{ Frees a step. NULL is allowed. }
procedure ehc_step_free(step_: PEhcStep); cdecl; external EHC_LIBRARY;
{ The whole step as JSON: kind, name, percent, and what it holds (key, algorithm and hash of a signature; review; url, method and headers; seconds). }
function ehc_step_to_json(step_: PEhcStep; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Checks a number by the rules of its type. Out: JSON with identifierType, value (without separators) and warnings. }
function ehc_check_identifier(identifier_type_: PAnsiChar; value_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ All built-in types of identifiers with their names in a language, as a JSON array. }
function ehc_identifier_types(language_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The qualities that the portal lists with their names in a language, as a JSON array. }
function ehc_professions(language_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Converts a name as eHealth does. Out: JSON with text, changed, expanded, unfolded, invisible. }
function ehc_fold_name(name_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Checks an e-mail address. Out: as it is sent. }
function ehc_check_email(email_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Checks a phone number. Out: as it is sent, without punctuation. }
function ehc_check_phone(phone_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Checks an application id. Out: as it is sent; empty for blank text. }
function ehc_check_application_id(application_id_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Checks a new password (UTF-8) and its confirmation (NULL while it is not typed). Out: JSON with a tick for each rule (length, notTooLong, acceptedCharacters, digitOrSymbol, letter, confirmation), ok and problems. }
function ehc_check_password(password_: PByte; password_length_: NativeUInt; confirmation_: PByte; confirmation_length_: NativeUInt; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Checks a whole request and previews the certificate's name. `request`: JSON with holder (person, recognized, other), identifierType, identifier, name, firstNames, applicationId, baseServices, contact (emailPrivate, emailGeneral, phonePrivate, phoneGeneral) and key (rsa-2048, p-384). Out: JSON with ok, errors, warnings, dn and its parts. }
function ehc_review_request(request_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The name of a keystore's file for a DN. The time is local civil time. }
function ehc_keystore_file_name(dn_: PAnsiChar; year_: Word; month_: Byte; day_: Byte; hour_: Byte; minute_: Byte; second_: Byte; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ The characters, NUL-terminated; valid until the text is freed. NULL for NULL. }
function ehc_text_data(text_: PEhcText): PAnsiChar; cdecl; external EHC_LIBRARY;
{ How many bytes the characters take, without the NUL. 0 for NULL. }
function ehc_text_length(text_: PEhcText): NativeUInt; cdecl; external EHC_LIBRARY;
{ A member of a record by its path, such as dn or entries.0.alias: texts as they are, everything else as JSON; the whole record for an empty path. A member that is not there is the error InvalidArgument, as is a text that is no JSON. }
function ehc_text_value(text_: PEhcText; path_: PAnsiChar; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ How many there are in a list or record of a record, by its path; 0 for anything else. }
function ehc_text_count(text_: PEhcText; path_: PAnsiChar): NativeUInt; cdecl; external EHC_LIBRARY;
{ Frees a text. NULL is allowed. }
procedure ehc_text_free(text_: PEhcText); cdecl; external EHC_LIBRARY;
{ The bytes; valid until they are freed. NULL for NULL. }
function ehc_bytes_data(bytes_: PEhcBytes): PByte; cdecl; external EHC_LIBRARY;
{ How many bytes there are. 0 for NULL. }
function ehc_bytes_length(bytes_: PEhcBytes): NativeUInt; cdecl; external EHC_LIBRARY;
{ Wipes and frees bytes. NULL is allowed. }
procedure ehc_bytes_free(bytes_: PEhcBytes); cdecl; external EHC_LIBRARY;
{ Builds and validates the path of a certificate, DER or PEM (RFC 5280 6.1). `trust` may be NULL. `path_json` may be NULL, or an object with any of policies, explicitPolicy, inhibitMapping, inhibitAny, purpose (client, server, email, none), name, profile (path, rfc5280, web-pki), maxIntermediates. `at`: seconds since 1970 at which all must be valid. }
function ehc_verify_certificate(certificate_: PByte; certificate_length_: NativeUInt; trust_: PEhcTrust; path_json_: PAnsiChar; at_: Int64; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Judges an encryption token (ETK; DER, BER or base64) by the checks and names of the official library. `trust` may be NULL. }
function ehc_verify_etk(token_: PByte; token_length_: NativeUInt; trust_: PEhcTrust; at_: Int64; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Judges the outer signature of a sealed message and its signer, by the checks and names of the official library; `ehc_keystore_unseal` opens it. `trust` may be NULL. }
function ehc_verify_message(message_: PByte; message_length_: NativeUInt; trust_: PEhcTrust; at_: Int64; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;
{ Whether a signature over data was made by the key of a SubjectPublicKeyInfo (DER or PEM). `algorithm`: for example rsa-pkcs1-sha256, rsa-pss-sha256-salt32, ecdsa-sha384, ecdsa-sha384-p1363, or as Java and RFC 5758 name them. }
function ehc_verify_signature(spki_: PByte; spki_length_: NativeUInt; algorithm_: PAnsiChar; data_: PByte; data_length_: NativeUInt; signature_: PByte; signature_length_: NativeUInt; out out_: PEhcText): PEhcError; cdecl; external EHC_LIBRARY;

implementation

end.
