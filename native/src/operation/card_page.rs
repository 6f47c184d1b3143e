//! What an identity card shows, as lines and as one page.

use std::fmt::Write;

use base64ct::{Base64, Encoding};
use ehcert_core::{
    Language,
    eid::{Sex, photo_size},
    message::{card_label, check_label},
};

use super::ShownCard;
use crate::scan::escape;

impl ShownCard {
    /// What people want to see, in the order of the card: the name of each line ([`card_label`]) and its text.
    pub fn rows(&self, language: Language) -> Vec<(&'static str, String)> {
        let contents = &self.contents;
        let mut rows: Vec<(&'static str, String)> = Vec::new();
        let mut add = |name, value: Option<String>| rows.extend(value.filter(|v| !v.is_empty()).map(|v| (name, v)));
        let join = |parts: &[Option<String>], between: &str| {
            let all: Vec<&str> = parts.iter().flatten().map(String::as_str).filter(|p| !p.is_empty()).collect();
            Some(all.join(between))
        };
        if let Some(id) = &contents.identity {
            let date = |d: Option<ehcert_core::eid::CardDate>| d.map(|d| d.to_string());
            add("document", id.document.map(|document| document.name(language)));
            add("surname", Some(id.surname.clone()));
            add("given_names", join(&[Some(id.given_names.clone()), id.third_initial.clone()], " "));
            add("national_number", Some(id.national_number.clone()));
            let birth = date(id.birth_date).or_else(|| id.birth_text.clone());
            add("birth", join(&[birth, id.birth_place.clone()], ", "));
            add("age", self.age().map(|age| age.to_string()));
            let sex = id.sex.map(|sex| if sex == Sex::Male { "male" } else { "female" });
            add("sex", sex.map(|sex| card_label(sex, language).to_owned()));
            add("nationality", id.nationality.clone());
            add("noble_condition", id.noble_condition.clone());
            let status = id.special_status;
            let states = [
                (status.white_cane, "white_cane"),
                (status.yellow_cane, "yellow_cane"),
                (status.extended_minority, "extended_minority"),
            ];
            let states = states.map(|(is, name)| is.then(|| card_label(name, language).to_owned()));
            add("special_status", join(&states, ", "));
        }
        if let Some(address) = &contents.address {
            let city = join(&[Some(address.postal_code.clone()), Some(address.municipality.clone())], " ");
            add("address", join(&[Some(address.street.clone()), city], ", "));
        }
        if let Some(id) = &contents.identity {
            let date = |d: Option<ehcert_core::eid::CardDate>| d.map(|d| d.to_string());
            add("card_number", id.card_number.clone());
            add("validity", join(&[date(id.valid_from), date(id.valid_until)], " - "));
            add("municipality", id.municipality.clone());
        }
        let version = contents.card.applet_version;
        add("generation", Some(format!("{}.{}", version >> 4, version & 0xF)));
        add("chip", Some(contents.card.chip.to_string()));
        let size = contents.photo.as_deref().and_then(photo_size);
        add("photo", size.map(|(width, height)| format!("{width} x {height}")));
        rows
    }

    /// One HTML page, complete in itself: no script, nothing fetched, the photo inside. A photo that is no JPEG is left
    /// out.
    pub fn to_page(&self, language: Language) -> String {
        let title = escape(card_label("title", language));
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src \
             'unsafe-inline'\"><title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>\n",
            language.tag()
        );
        if let Some(jpeg) = self.contents.photo.as_deref()
            && let Some((width, height)) = photo_size(jpeg)
        {
            let _ = writeln!(
                out,
                "<img alt=\"{}\" width=\"{width}\" height=\"{height}\" src=\"data:image/jpeg;base64,{}\">",
                escape(card_label("photo", language)),
                Base64::encode_string(jpeg)
            );
        }
        out.push_str("<table><tbody>\n");
        for (name, value) in self.rows(language) {
            let label = escape(card_label(name, language));
            let _ = writeln!(out, "<tr><th scope=\"row\">{label}</th><td>{}</td></tr>", escape(&value));
        }
        let _ = writeln!(out, "</tbody></table>\n<h2>{}</h2><ul>", escape(card_label("checks", language)));
        for check in &self.checks {
            let label = escape(check_label(check.subject.name(), language));
            let _ = match &check.result {
                Ok(()) => writeln!(out, "<li class=\"ok\">\u{2713} {label}</li>"),
                Err(error) => writeln!(
                    out,
                    "<li class=\"no\">\u{2717} {label}<br>{}<br>{}</li>",
                    escape(&error.message(language)),
                    escape(&error.advice(language))
                ),
            };
        }
        out.push_str("</ul></main></body></html>\n");
        out
    }
}

const STYLE: &str = "body{font:16px/1.45 system-ui,sans-serif;color:#1b2733;background:#fff;margin:2rem}\
main{max-width:44rem}img{float:right;margin:0 0 1rem 1rem;border:1px solid #cfd8e0}\
th,td{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top}th{font-weight:400;color:#46535f}\
ul{list-style:none;padding:0}.ok{color:#20603f}.no{color:#b42318;font-weight:600}\
@media print{body{margin:0}}\
@media (prefers-color-scheme:dark){body{background:#12181f;color:#e6edf3}th{color:#a9b6c2}.ok{color:#6fcf97}.no{color:#ff8a7a}}";
