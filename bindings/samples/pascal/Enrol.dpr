{ The main job in Delphi and Free Pascal: Enrol PLATFORM CARD FOLDER PASSWORD PIN. It uses include/Ehcert.pas. }
program Enrol;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}
{$APPTYPE CONSOLE}

uses
  {$IFDEF UNIX}cwstring,{$ENDIF} SysUtils, Ehcert;

{ The library takes UTF-8, whatever the strings of the program are. }
function Argument(I: Integer): AnsiString;
begin
  Result := UTF8Encode(UnicodeString(ParamStr(I)));
end;

function Take(Text: PEhcText): AnsiString;
begin
  Result := AnsiString(ehc_text_data(Text));
  ehc_text_free(Text);
end;

procedure Check(Error: PEhcError);
var
  Message, Advice: PEhcText;
  Name: AnsiString;
begin
  if Error = nil then
    Exit;
  Message := nil;
  Advice := nil;
  ehc_error_free(ehc_error_message(Error, 'en', Message));
  ehc_error_free(ehc_error_advice(Error, 'en', Advice));
  Name := AnsiString(ehc_error_name(Error));
  ehc_error_free(Error);
  raise Exception.Create(string(Name + ': ' + Take(Message) + ' ' + Take(Advice)));
end;

function Value(Event: PEhcEvent; const Path: AnsiString): AnsiString;
var
  Text: PEhcText;
begin
  Text := nil;
  Check(ehc_event_value(Event, PAnsiChar(Path), Text));
  Result := Take(Text);
end;

function Quoted(const Text: AnsiString): AnsiString;
var
  I: Integer;
begin
  Result := '"';
  for I := 1 to Length(Text) do
  begin
    if (Text[I] = '"') or (Text[I] = '\') then
      Result := Result + '\';
    Result := Result + Text[I];
  end;
  Result := Result + '"';
end;

procedure Run;
var
  Operation, Password, Pin: AnsiString;
  Job: PEhcJob;
  Event: PEhcEvent;
  LabelText: PEhcText;
  Over: Boolean;
begin
  Operation := '{"operation":"request","with":{"platform":' + Quoted(Argument(1)) +
    ',"card":' + Quoted(Argument(2)) + '},"folder":' + Quoted(Argument(3)) +
    ',"identifierType":"NIHII-GUARD_POST","identifier":"67803295","name":"On-call post Example"' +
    ',"contact":{"emailPrivate":"someone@example.org","phonePrivate":"0470123456"},"complete":120}';
  Password := Argument(4);
  Pin := Argument(5);
  Job := nil;
  Check(ehc_job_start(PAnsiChar(Operation), PByte(PAnsiChar(Password)), Length(Password), nil, 0, Job));
  try
    Over := False;
    while not Over do
    begin
      Event := nil;
      Check(ehc_job_poll(Job, 200, Event));
      try
        case ehc_event_kind(Event) of
          EHC_EVENT_PROGRESS:
            begin
              LabelText := nil;
              Check(ehc_step_label(ehc_event_name(Event), 'en', LabelText));
              WriteLn(ehc_event_percent(Event), ' % ', Take(LabelText));
            end;
          EHC_EVENT_PIN:
            Check(ehc_job_answer_pin(Job, PByte(PAnsiChar(Pin)), Length(Pin)));
          EHC_EVENT_CONTRACT:
            begin
              WriteLn('certificate for: ', Value(Event, 'review.dn'));
              Check(ehc_job_answer_contract(Job, 1));
            end;
          EHC_EVENT_DONE:
            begin
              WriteLn('keystore: ', Value(Event, 'result.keystore'));
              Over := True;
            end;
          EHC_EVENT_FAILED:
            Check(ehc_event_problem(Event, 0));
        end;
      finally
        ehc_event_free(Event);
      end;
    end;
  finally
    ehc_job_free(Job);
  end;
end;

begin
  if ParamCount <> 5 then
  begin
    WriteLn(ErrOutput, 'usage: Enrol PLATFORM CARD FOLDER PASSWORD PIN');
    Halt(2);
  end;
  try
    Run;
  except
    on E: Exception do
    begin
      WriteLn(ErrOutput, E.Message);
      Halt(1);
    end;
  end;
end.
