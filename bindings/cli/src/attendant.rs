//! What a person decides in the course of a flow, asked on the terminal.

use std::{io::Write, time::Instant};

use ehcert_core::{
    Code, Error, Result,
    flow::{Review, RevocationReview},
    message,
};
use ehcert_native::operation::Person;
use serde_json::json;

use crate::{output::Output, text};

/// Whoever sits at the terminal: sees steps, is asked for the contract.
pub(crate) struct Terminal<'a> {
    pub(crate) output: &'a Output,
    /// Accepts contracts without being asked.
    pub(crate) accept: bool,
    step: Option<(&'static str, Instant)>,
}

impl<'a> Terminal<'a> {
    pub(crate) fn new(output: &'a Output, accept: bool) -> Self {
        Self { output, accept, step: None }
    }

    /// Ends the step that is shown.
    fn finish(&mut self) {
        if let Some((name, begun)) = self.step.take() {
            let seconds = begun.elapsed().as_secs_f64();
            let label = message::step_label(name, self.output.language());
            self.output.clear();
            let fields = json!({"name": name, "label": label, "seconds": (seconds * 1000.0).round() / 1000.0});
            self.output.event("step", fields, &format!("  \u{2713} {label}  ({seconds:.2} s)"));
        }
    }

    fn ask(&self, question: &str) -> Result<bool> {
        if self.accept {
            return Ok(true);
        }
        if self.output.is_json() {
            return Ok(false);
        }
        print!("{question}");
        let _ = std::io::stdout().flush();
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).map_err(|_| Code::CANCELLED)?;
        Ok(text::is_yes(&answer))
    }

    fn show_contract(&self, texts: &[(String, String)]) {
        let language = self.output.language().tag();
        let wanted = texts.iter().find(|(l, _)| l.starts_with(language)).or(texts.first());
        if let Some((_, html)) = wanted {
            self.output.say(&format!("\n  {}:", text::contract(self.output.language())));
            for line in plain_text(html) {
                self.output.say(&format!("    {line}"));
            }
        }
    }
}

impl Person for Terminal<'_> {
    fn warning(&mut self, warning: &Error) {
        self.finish();
        self.output.warning(warning);
    }

    fn progress(&mut self, step: &'static str, percent: u8) {
        if self.step.is_some_and(|(name, _)| name == step) {
            return;
        }
        self.finish();
        if step != "done" {
            self.step = Some((step, Instant::now()));
            let label = message::step_label(step, self.output.language());
            self.output.progress(&format!("{percent:3} %  {label} ..."));
        }
    }

    fn contract(&mut self, review: &Review) -> Result<bool> {
        let language = self.output.language();
        self.output.clear();
        let contact = &review.contact;
        let lines = [
            format!("\n  {}", text::review(language)),
            format!("    CN  {}", review.common_name),
            review.organizational_units.iter().map(|ou| format!("    OU  {ou}")).collect::<Vec<_>>().join("\n"),
            format!("    O   {}", review.organization),
            format!("    C   {}", review.country),
            format!("\n  {}:", text::contact(language)),
            format!("    {}  {}", contact.email_private, contact.phone_private),
            format!(
                "    {}  {}",
                contact.email_general.as_deref().unwrap_or("-"),
                contact.phone_general.as_deref().unwrap_or("-")
            ),
        ];
        self.output.event("review", serde_json::to_value(review).unwrap_or_default(), &lines.join("\n"));
        self.show_contract(&review.contract);
        let accepted = self.ask(text::accept(language))?;
        if accepted {
            self.output.say(&format!("  \u{2713} {}\n", text::accepted(language)));
        }
        Ok(accepted)
    }

    fn revocation(&mut self, review: &RevocationReview) -> Result<bool> {
        self.output.clear();
        self.output.event("review", serde_json::to_value(review).unwrap_or_default(), &format!("  {}", review.dn));
        self.show_contract(&review.contract);
        self.ask(text::revoke_accept(self.output.language()))
    }
}

impl Drop for Terminal<'_> {
    fn drop(&mut self) {
        self.finish();
    }
}

/// The words of an HTML text, for a terminal: tags are line ends, entities of XML are read, control characters
/// (which could steer the terminal) are left out.
fn plain_text(html: &str) -> Vec<String> {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => {
                inside = true;
                text.push('\n');
            }
            '>' if inside => inside = false,
            _ if inside => {}
            '\n' | '\r' | '\t' => text.push(' '),
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    let read = |line: &str| {
        line.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&")
    };
    text.lines().map(|l| read(l.trim())).filter(|l| !l.is_empty()).collect()
}
