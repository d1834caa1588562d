//! Text without a language.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::units::Length;

/// Text without a language: keys of labels, beside what every language writes alike.
///
/// [`Lang::phrase`](crate::Lang::phrase) fills it in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrase(Vec<Part>);

/// A part of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The key of a label.
    Label(Cow<'static, str>),
    /// A level of areas, as the data name it.
    Level(String),
    /// A name, an id or punctuation.
    Text(String),
    /// A day.
    Day(Date),
    /// A length that came or went, with its sign; kilometres where people read it.
    Change(Length),
}

impl Phrase {
    /// The label of a key.
    pub fn label(key: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Part::Label(key.into())])
    }

    /// The name of a level of areas.
    pub fn level(level: impl Into<String>) -> Self {
        Self(vec![Part::Level(level.into())])
    }

    /// A text that is the same in every language.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Part::Text(text.into())])
    }

    /// A day.
    pub fn day(day: Date) -> Self {
        Self(vec![Part::Day(day)])
    }

    /// A length that came or went.
    pub fn change(length: Length) -> Self {
        Self(vec![Part::Change(length)])
    }

    /// This phrase, with another right behind it.
    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        self.0.extend(next.0);
        self
    }

    /// This phrase, with a text right behind it.
    #[must_use]
    pub fn then_text(self, text: impl Into<String>) -> Self {
        self.then(Self::text(text))
    }

    /// Its parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }
}
