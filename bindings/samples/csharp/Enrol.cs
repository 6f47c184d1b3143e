// The main job in C#: Enrol.exe PLATFORM CARD FOLDER PASSWORD PIN. Compile it with include/Ehcert.cs.
using System;
using System.Runtime.InteropServices;
using System.Text;
using Ehcert;

public static class Enrol
{
    private static string Utf8(IntPtr text)
    {
        if (text == IntPtr.Zero) return "";
        var length = 0;
        while (Marshal.ReadByte(text, length) != 0) length++;
        var bytes = new byte[length];
        Marshal.Copy(text, bytes, 0, length);
        return Encoding.UTF8.GetString(bytes);
    }

    private static string Take(IntPtr text)
    {
        try { return Utf8(Native.ehc_text_data(text)); }
        finally { Native.ehc_text_free(text); }
    }

    private static void Check(IntPtr error)
    {
        if (error == IntPtr.Zero) return;
        IntPtr message, advice;
        Native.ehc_error_free(Native.ehc_error_message(error, "en", out message));
        Native.ehc_error_free(Native.ehc_error_advice(error, "en", out advice));
        var name = Utf8(Native.ehc_error_name(error));
        Native.ehc_error_free(error);
        throw new InvalidOperationException(name + ": " + Take(message) + " " + Take(advice));
    }

    private static string Value(IntPtr e, string path)
    {
        IntPtr text;
        Check(Native.ehc_event_value(e, path, out text));
        return Take(text);
    }

    private static string Quoted(string text)
    {
        return "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }

    private static void Run(string[] args)
    {
        var operation = "{\"operation\":\"request\",\"with\":{\"platform\":" + Quoted(args[0]) + ",\"card\":" + Quoted(args[1])
            + "},\"folder\":" + Quoted(args[2])
            + ",\"identifierType\":\"NIHII-GUARD_POST\",\"identifier\":\"67803295\",\"name\":\"On-call post Example\""
            + ",\"contact\":{\"emailPrivate\":\"someone@example.org\",\"phonePrivate\":\"0470123456\"},\"complete\":120}";
        var password = Encoding.UTF8.GetBytes(args[3]);
        var pin = Encoding.UTF8.GetBytes(args[4]);
        IntPtr job;
        Check(Native.ehc_job_start(operation, password, (UIntPtr)password.Length, null, UIntPtr.Zero, out job));
        Array.Clear(password, 0, password.Length);
        try
        {
            for (var over = false; !over;)
            {
                IntPtr e, label;
                Check(Native.ehc_job_poll(job, 200, out e));
                try
                {
                    switch (Native.ehc_event_kind(e))
                    {
                        case Native.EHC_EVENT_PROGRESS:
                            Check(Native.ehc_step_label(Utf8(Native.ehc_event_name(e)), "en", out label));
                            Console.WriteLine(Native.ehc_event_percent(e) + " % " + Take(label));
                            break;
                        case Native.EHC_EVENT_PIN:
                            Check(Native.ehc_job_answer_pin(job, pin, (UIntPtr)pin.Length));
                            break;
                        case Native.EHC_EVENT_CONTRACT:
                            Console.WriteLine("certificate for: " + Value(e, "review.dn"));
                            Check(Native.ehc_job_answer_contract(job, 1));
                            break;
                        case Native.EHC_EVENT_DONE:
                            Console.WriteLine("keystore: " + Value(e, "result.keystore"));
                            over = true;
                            break;
                        case Native.EHC_EVENT_FAILED:
                            Check(Native.ehc_event_problem(e, UIntPtr.Zero));
                            break;
                    }
                }
                finally { Native.ehc_event_free(e); }
            }
        }
        finally { Native.ehc_job_free(job); }
    }

    public static int Main(string[] args)
    {
        if (args.Length != 5) { Console.Error.WriteLine("usage: Enrol PLATFORM CARD FOLDER PASSWORD PIN"); return 2; }
        try { Run(args); return 0; }
        catch (InvalidOperationException error) { Console.Error.WriteLine(error.Message); return 1; }
    }
}
