' The main job in VB.NET: Enrol.exe PLATFORM CARD FOLDER PASSWORD PIN. Reference the assembly of include/Ehcert.cs.
Imports System
Imports System.Runtime.InteropServices
Imports System.Text
Imports Ehcert

Module Enrol
    Private Function Utf8(text As IntPtr) As String
        If text = IntPtr.Zero Then Return ""
        Dim length = 0
        While Marshal.ReadByte(text, length) <> 0
            length += 1
        End While
        Dim octets(length - 1) As Byte
        Marshal.Copy(text, octets, 0, length)
        Return Encoding.UTF8.GetString(octets)
    End Function

    Private Function Take(text As IntPtr) As String
        Dim copy = Utf8(Native.ehc_text_data(text))
        Native.ehc_text_free(text)
        Return copy
    End Function

    Private Sub Check(failed As IntPtr)
        If failed = IntPtr.Zero Then Return
        Dim message As IntPtr
        Native.ehc_error_free(Native.ehc_error_message(failed, "en", message))
        Native.ehc_error_free(failed)
        Throw New InvalidOperationException(Take(message))
    End Sub

    Private Function Value(told As IntPtr, path As String) As String
        Dim text As IntPtr
        Check(Native.ehc_event_value(told, path, text))
        Return Take(text)
    End Function

    Private Function Quoted(text As String) As String
        Return """" & text.Replace("\", "\\").Replace("""", "\""") & """"
    End Function

    Function Main(args As String()) As Integer
        Dim operation = "{""operation"":""request"",""with"":{""platform"":" & Quoted(args(0)) &
            ",""card"":" & Quoted(args(1)) & "},""folder"":" & Quoted(args(2)) &
            ",""identifierType"":""NIHII-GUARD_POST"",""identifier"":""67803295"",""name"":""On-call post Example""" &
            ",""contact"":{""emailPrivate"":""someone@example.org"",""phonePrivate"":""0470123456""},""complete"":120}"
        Dim password = Encoding.UTF8.GetBytes(args(3))
        Dim pin = Encoding.UTF8.GetBytes(args(4))
        Dim job As IntPtr
        Try
            Check(Native.ehc_job_start(operation, password, New UIntPtr(CUInt(password.Length)), Nothing, UIntPtr.Zero, job))
            Do
                Dim told As IntPtr
                Check(Native.ehc_job_poll(job, 200, told))
                Try
                    Select Case Native.ehc_event_kind(told)
                        Case Native.EHC_EVENT_PIN
                            Check(Native.ehc_job_answer_pin(job, pin, New UIntPtr(CUInt(pin.Length))))
                        Case Native.EHC_EVENT_CONTRACT
                            Check(Native.ehc_job_answer_contract(job, 1))
                        Case Native.EHC_EVENT_DONE
                            Console.WriteLine("keystore: " & Value(told, "result.keystore"))
                            Return 0
                        Case Native.EHC_EVENT_FAILED
                            Check(Native.ehc_event_problem(told, UIntPtr.Zero))
                    End Select
                Finally
                    Native.ehc_event_free(told)
                End Try
            Loop
        Catch problem As InvalidOperationException
            Console.Error.WriteLine(problem.Message)
            Return 1
        Finally
            Native.ehc_job_free(job)
        End Try
    End Function
End Module
