package be.ehcert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The package as Java sees it. */
class JavaTest {
    private static char[] password() {
        return "Test-Java-1".toCharArray();
    }

    private static void fails(int code, Executable call) {
        assertEquals(code, assertThrows(EhcertException.class, call).getCode());
    }

    @Test
    void mainJob() throws Exception {
        Sandbox sandbox = Sandbox.Companion.getShared();
        PlatformInput platform = sandbox.getPlatform();
        SignerInput signer;
        try (CardFlow card = CardFlow.read()) {
            card.run(sandbox.reader());
            CardHolderView holder = card.holder();
            signer = new SignerInput(holder.getAuthenticationChain(), holder.getSignatureChain(), sandbox.getEidRoots());
        }
        byte[][] stored = new byte[1][];
        Attendant attendant = new Attendant() {
            @Override public byte[] sign(FlowStep.Sign request) {
                try (CardFlow card = CardFlow.sign(request.getKey(), request.getHash(), request.getDigest(), null)) {
                    card.run(sandbox.reader(), (purpose, triesLeft) -> "1234".toCharArray());
                    return card.signature();
                }
            }

            @Override public boolean accept(ContractReview review) {
                return review.getCommonName().contains("67803295");
            }

            @Override public byte[] store(byte[] keystore) {
                stored[0] = keystore.clone();
                return stored[0];
            }
        };
        RequestInput request = new RequestInput("other", "NIHII-GUARD_POST", "67803295", "Poste fictif de Java", "", "JAVA",
            Collections.emptyList(), new ContactInput("a@example.org", null, "0470000000"));
        char[] password = password();
        try (EhcertFlow flow = EhcertFlow.enrolment(signer, request, password, "ehealth", null, null, null, platform)) {
            flow.run(attendant);
            assertTrue(flow.enrolmentOutcome().getAutomaticallyValidated());
        }
        CompletionResult result;
        try (EhcertFlow flow = EhcertFlow.completion(stored[0], password, "ehealth", null, 30, platform)) {
            flow.runAsync(attendant).get(60, TimeUnit.SECONDS);
            result = flow.completionOutcome();
        }
        try (EhcertKeystore keystore = EhcertKeystore.open(stored[0], password)) {
            assertEquals(Collections.singletonList(result.getEtkSerial()),
                keystore.status(System.currentTimeMillis() / 1000).getEncryptionKeys());
            PrivateKey key = (PrivateKey) keystore.toJavaKeyStore(password).getKey("authentication", password);
            assertEquals("RSA", key.getAlgorithm());
        }
        Arrays.fill(password, '\0');
    }

    @Test
    void codesAndTexts() {
        EhcertException failed = assertThrows(EhcertException.Identity.class, () -> Ehcert.checkIdentifier("CBE", "0999999032"));
        assertEquals("identifier", failed.getField());
        assertTrue(failed.text("fr").getMessage().length() > 10);
        switch (failed.getCode()) {
            case Codes.INTERNAL: throw new AssertionError();
            default: break;
        }
        assertEquals(29, Ehcert.professions("de").size());
    }

    @Test
    void nulls() {
        fails(Codes.INVALID_ARGUMENT, () -> Ehcert.checkIdentifier(null, "1"));
        fails(Codes.INVALID_ARGUMENT, () -> Ehcert.checkIdentifier("CBE", null));
        fails(Codes.INVALID_ARGUMENT, () -> Ehcert.foldName(null));
        fails(Codes.INVALID_ARGUMENT, () -> Ehcert.checkPassword(null, null));
        fails(Codes.INVALID_ARGUMENT, () -> Ehcert.reviewRequest(null));
        fails(Codes.INVALID_ARGUMENT, () -> Ehcert.reviewRequest(new RequestInput("other", null, "1", "n", null)));
        fails(Codes.INVALID_ARGUMENT, () -> Ehcert.inspectKeystore(null));
        fails(Codes.INVALID_ARGUMENT, () -> EhcertKeystore.open(null, password()));
        fails(Codes.INVALID_ARGUMENT, () -> EhcertKeystore.open(new byte[1], null));
        fails(Codes.INVALID_ARGUMENT, () -> EhcertFlow.keystoreStatus(new byte[1], password(), null));
        fails(Codes.INVALID_ARGUMENT, () -> EhcertFlow.preflight(
            new SignerInput(Collections.singletonList(null), Collections.emptyList()), new PlatformInput("production")));
        fails(Codes.INVALID_ARGUMENT, () -> CardFlow.sign("authentication", "SHA-256", null, null));
        try (EhcertFlow flow = EhcertFlow.applicationIds("NIHII-GUARD_POST", "67999077", new PlatformInput("acceptance"))) {
            assertTrue(flow.step(0) instanceof FlowStep.Http);
            fails(Codes.INVALID_ARGUMENT, () -> flow.answerHttp(200, null, new byte[0], 0));
            fails(Codes.INVALID_ARGUMENT, () -> flow.answerHttp(200, "", null, 0));
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void wrongTypes() {
        List texts = Arrays.asList("a", "b");
        fails(Codes.INVALID_ARGUMENT, () -> EhcertFlow.preflight(new SignerInput(texts, texts), new PlatformInput("production")));
        List numbers = Collections.singletonList(1);
        fails(Codes.INVALID_ARGUMENT, () -> Ehcert.verifyEtk(new byte[9], new TrustInput(numbers)));
    }

    @Test
    void bytesStayTheCallers() {
        byte[] bytes = {1, 2, 3};
        char[] password = password();
        assertThrows(EhcertException.class, () -> EhcertKeystore.open(bytes, password));
        assertArrayEquals(new byte[] {1, 2, 3}, bytes);
        assertArrayEquals(password(), password);
    }
}
