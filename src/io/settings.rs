//! `dataset.toml`: what holds for the whole folder.

use jiff::civil::Date;
use serde_json::Value as Json;
use toml::{Table, Value};

use super::decode::{line_of, utf8, without_mark};
use super::error::ReadError;
use super::files::SETTINGS as FILE;
use super::folder::{File, Folder};
use crate::border::DEFAULT_TOLERANCE;
use crate::crs::Crs;
use crate::id::SurveyId;
use crate::number::DecimalMark;
use crate::period::parse_date;
use crate::problem::{Problem, Problems, Source};
use crate::report::CsvStyle;

/// The keys of `dataset.toml`.
const KEYS: [&str; 8] =
    ["title", "date", "survey", "numbers", "separator", "crs", "snap_tolerance_m", "attribution"];

/// What `dataset.toml` says of a data set as a whole.
///
/// ```
/// use border_coverage::io::Settings;
/// use jiff::civil::date;
/// let settings = Settings::new("Dykes").date(date(2026, 11, 30)).attribution("Water board");
/// ```
#[derive(Debug, Clone)]
pub struct Settings {
    pub(super) title: String,
    pub(super) date: Option<Date>,
    pub(super) survey: SurveyId,
    pub(super) mark: DecimalMark,
    pub(super) separator: u8,
    /// Of CSV coordinates.
    pub(super) crs: Crs,
    pub(super) tolerance: f64,
    pub(super) attribution: Option<String>,
}

impl Settings {
    /// A title, and for all else the default: the latest day on which something begins, decimal
    /// points, and commas between cells.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            date: None,
            survey: SurveyId::ground(),
            mark: DecimalMark::Point,
            separator: b',',
            crs: Crs::default(),
            tolerance: DEFAULT_TOLERANCE,
            attribution: None,
        }
    }

    /// The day to report on where no other is asked for.
    #[must_use]
    pub fn date(mut self, day: Date) -> Self {
        self.date = Some(day);
        self
    }

    /// What is printed on every output.
    #[must_use]
    pub fn attribution(mut self, text: impl Into<String>) -> Self {
        self.attribution = Some(text.into());
        self
    }

    /// How CSV files are written: the decimal mark, and a comma, semicolon or tabulator between
    /// cells.
    #[must_use]
    pub fn csv_style(mut self, style: CsvStyle) -> Self {
        (self.mark, self.separator) = (style.mark, style.separator);
        self
    }

    fn default_for(folder: &Folder) -> Self {
        let path = folder.path().and_then(|path| path.canonicalize().ok());
        let name = path.and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        Self::new(name.unwrap_or_else(|| "border".to_owned()))
    }

    /// The style of its CSV files.
    pub(super) fn style(&self) -> CsvStyle {
        CsvStyle { mark: self.mark, separator: self.separator }
    }

    /// The file that says the same, but for `crs`: coordinates are written in WGS 84.
    pub(super) fn file(&self) -> File {
        let date = self.date.map(|day| day.to_string());
        let separator = match self.separator {
            b'\t' => "tab".to_owned(),
            byte => char::from(byte).to_string(),
        };
        let numbers = match self.mark {
            DecimalMark::Point => "point",
            DecimalMark::Comma => "comma",
        };
        let texts = [
            ("title", Some(&*self.title)),
            ("date", date.as_deref()),
            ("survey", Some(self.survey.as_str())),
            ("numbers", Some(numbers)),
            ("separator", Some(&*separator)),
            ("attribution", self.attribution.as_deref()),
        ];
        let line = |(key, text): (&str, Option<&str>)| Some(format!("{key} = {}\n", quoted(text?)));
        let lines: String = texts.into_iter().filter_map(line).collect();
        (FILE, format!("{lines}snap_tolerance_m = {:?}\n", self.tolerance).into_bytes())
    }

    /// Reads the file if there is one.
    ///
    /// # Errors
    /// When it is not TOML, or a key's value cannot be used: every file of the folder is read by
    /// these settings, so nothing can be read without them.
    pub(super) fn read(folder: &Folder, problems: &mut Problems) -> Result<Self, ReadError> {
        let mut settings = Self::default_for(folder);
        let Some(bytes) = folder.read(FILE)? else { return Ok(settings) };
        let unusable = |line, field: Option<&str>, message: String| ReadError::Unusable {
            file: FILE,
            line,
            field: field.map(str::to_owned),
            message,
        };
        let bytes = without_mark(&bytes).map_err(|e| unusable(None, None, e.to_string()))?;
        let text = utf8(bytes).map_err(|e| unusable(None, None, e.to_string()))?;
        let table: Table = toml::from_str(text).map_err(|e| {
            let line = e.span().map(|span| line_of(bytes, span.start));
            unusable(line, None, format!("not TOML: {}", e.message()))
        })?;
        for (key, value) in &table {
            let line = line_of_key(text, key);
            if KEYS.contains(&key.as_str()) {
                settings.set(key, value).map_err(|message| unusable(line, Some(key), message))?;
            } else {
                let source = Source::new(FILE, line.unwrap_or(1));
                let message = format!("unknown key, not used; the keys are {}", KEYS.join(", "));
                problems.warn(Problem::at(source, message).field(key));
            }
        }
        Ok(settings)
    }

    /// Takes one key's value, or says what is wrong with it.
    fn set(&mut self, key: &str, value: &Value) -> Result<(), String> {
        match key {
            "title" => self.title = text(value)?.to_owned(),
            "attribution" => self.attribution = Some(text(value)?.to_owned()),
            "survey" => self.survey = SurveyId::new(text(value)?).map_err(|e| e.to_string())?,
            "date" => self.date = Some(date(value)?),
            "numbers" => {
                self.mark = match text(value)? {
                    "point" => DecimalMark::Point,
                    "comma" => DecimalMark::Comma,
                    other => return Err(format!("`{other}` is neither \"point\" nor \"comma\"")),
                }
            }
            "separator" => {
                self.separator = match text(value)? {
                    "," => b',',
                    ";" => b';',
                    "tab" | "\t" => b'\t',
                    other => return Err(format!("`{other}` is none of \",\", \";\" and \"tab\"")),
                }
            }
            "crs" => {
                self.crs = Crs::new(text(value)?).map_err(|e| e.to_string())?;
                // Tried here, once for all files.
                self.crs.converter().map_err(|e| e.to_string())?;
            }
            _ => self.tolerance = metres(value)?,
        }
        Ok(())
    }
}

/// A text as a basic string of TOML: that of JSON, but for one control character.
fn quoted(text: &str) -> String {
    Json::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| {
        format!("a text in quotation marks is expected, not a value of type {}", value.type_str())
    })
}

/// A day, in quotation marks or as a TOML date.
fn date(value: &Value) -> Result<Date, String> {
    let written = match value {
        Value::Datetime(day) => day.to_string(),
        other => text(other)?.to_owned(),
    };
    parse_date(&written).map_err(|e| format!("`{written}`: {e}"))
}

fn metres(value: &Value) -> Result<f64, String> {
    let metres = match *value {
        Value::Integer(metres) => metres as f64,
        Value::Float(metres) => metres,
        _ => {
            return Err(format!(
                "a number of metres is expected, not a value of type {}",
                value.type_str()
            ));
        }
    };
    if (0.0..=100_000.0).contains(&metres) {
        Ok(metres)
    } else {
        Err(format!("{metres} m: a tolerance lies between 0 and 100000 m"))
    }
}

/// The line of a key, also where it names a table.
fn line_of_key(text: &str, key: &str) -> Option<usize> {
    let starts = |line: &str| {
        let rest = line.trim_start().trim_start_matches(['"', '\'', '[']).strip_prefix(key);
        rest.is_some_and(|rest| {
            rest.trim_start_matches(['"', '\'']).trim_start().starts_with(['=', ']', '.'])
        })
    };
    text.lines().position(starts).map(|i| i + 1)
}
