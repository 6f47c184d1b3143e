// The main job in Java with JNA: java Enrol LIBRARY PLATFORM CARD FOLDER PASSWORD PIN.
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

public final class Enrol {
    private static final int PROGRESS = 1, PIN = 3, CONTRACT = 5, DONE = 8, FAILED = 9;

    private final NativeLibrary library;

    private Enrol(String path) {
        library = NativeLibrary.getInstance(path);
    }

    private Object call(Class<?> result, String name, Object... arguments) {
        Function function = library.getFunction(name);
        return function.invoke(result, arguments);
    }

    private static byte[] c(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Lengths are `size_t`: as long as a pointer. */
    private static Pointer size(long length) {
        return Pointer.createConstant(length);
    }

    private void check(Object error) {
        if (error == null) return;
        PointerByReference message = new PointerByReference();
        call(Pointer.class, "ehc_error_message", error, c("en"), message);
        call(void.class, "ehc_error_free", error);
        throw new IllegalStateException(take(message.getValue()));
    }

    private String take(Pointer text) {
        try {
            return ((Pointer) call(Pointer.class, "ehc_text_data", text)).getString(0, "UTF-8");
        } finally {
            call(void.class, "ehc_text_free", text);
        }
    }

    private String text(String name, Object... arguments) {
        PointerByReference out = new PointerByReference();
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = out;
        check(call(Pointer.class, name, all));
        return take(out.getValue());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String enrol(String platform, String card, String folder, byte[] password, byte[] pin) {
        String operation = "{\"operation\":\"request\",\"with\":{\"platform\":" + quoted(platform) + ",\"card\":"
            + quoted(card) + "},\"folder\":" + quoted(folder)
            + ",\"identifierType\":\"NIHII-GUARD_POST\",\"identifier\":\"67803295\",\"name\":\"On-call post Example\""
            + ",\"contact\":{\"emailPrivate\":\"someone@example.org\",\"phonePrivate\":\"0470123456\"},\"complete\":120}";
        PointerByReference started = new PointerByReference();
        check(call(Pointer.class, "ehc_job_start", c(operation), password, size(password.length), null, size(0), started));
        Arrays.fill(password, (byte) 0);
        Pointer job = started.getValue();
        try {
            while (true) {
                PointerByReference out = new PointerByReference();
                check(call(Pointer.class, "ehc_job_poll", job, 200, out));
                Pointer event = out.getValue();
                try {
                    switch ((Integer) call(Integer.class, "ehc_event_kind", event)) {
                        case PROGRESS:
                            Object step = call(Pointer.class, "ehc_event_name", event);
                            System.out.println(call(Integer.class, "ehc_event_percent", event) + " % "
                                + text("ehc_step_label", step, c("en")));
                            break;
                        case PIN:
                            check(call(Pointer.class, "ehc_job_answer_pin", job, pin, size(pin.length)));
                            break;
                        case CONTRACT:
                            System.out.println("certificate for: " + text("ehc_event_value", event, c("review.dn")));
                            check(call(Pointer.class, "ehc_job_answer_contract", job, 1));
                            break;
                        case DONE:
                            return text("ehc_event_value", event, c("result.keystore"));
                        case FAILED:
                            check(call(Pointer.class, "ehc_event_problem", event, size(0)));
                            break;
                        default:
                            break;
                    }
                } finally {
                    call(void.class, "ehc_event_free", event);
                }
            }
        } finally {
            call(void.class, "ehc_job_free", job);
        }
    }

    public static void main(String[] arguments) {
        byte[] password = arguments[4].getBytes(StandardCharsets.UTF_8);
        byte[] pin = arguments[5].getBytes(StandardCharsets.UTF_8);
        try {
            String keystore = new Enrol(arguments[0]).enrol(arguments[1], arguments[2], arguments[3], password, pin);
            System.out.println("keystore: " + keystore);
        } catch (IllegalStateException failed) {
            System.err.println(failed.getMessage());
            System.exit(1);
        }
    }
}
