//! `map.qml`: how QGIS draws `map.geojson`, beside which it lies.

use askama::Template;

use crate::lang::Lang;
use crate::render::states::{PointKind, StretchState};
use crate::render::svg::clean;
use crate::report::Report;

impl Report {
    /// The style with which QGIS draws `map.geojson` when both lie in a folder by the same name:
    /// colours, widths and dashes by state, its legend in a language, and labels.
    pub fn map_qml(&self, lang: Lang) -> String {
        // Writing to a string cannot fail.
        clean(Style { lang }.render().unwrap_or_default())
    }
}

#[derive(Template)]
#[template(path = "maps/map.qml", escape = "html")]
struct Style {
    lang: Lang,
}

impl Style {
    fn lines(&self) -> [StretchState; 4] {
        StretchState::ALL
    }

    fn points(&self) -> [PointKind; 5] {
        PointKind::ALL
    }
}

impl StretchState {
    /// Millimetres on paper, from pixels of 96 to the inch.
    fn millimetres(self) -> String {
        format!("{:.2}", f64::from(self.width()) * 25.4 / 96.0)
    }

    const fn dash(self) -> &'static str {
        match self {
            Self::Gap => "dash",
            Self::Once | Self::Shared => "solid",
            Self::Proposed => "dot",
        }
    }
}

impl PointKind {
    const fn shape(self) -> &'static str {
        match self {
            Self::KeptMarker => "circle",
            Self::UnkeptMarker => "diamond",
            Self::Village => "pentagon",
            Self::KeptWork | Self::UnkeptWork => "square",
        }
    }

    /// Which features are drawn so.
    fn filter(self) -> String {
        let kind = format!("\"kind\" = '{}'", self.kind());
        match self.registered() {
            None => kind,
            Some(true) => format!("{kind} AND \"registered\""),
            Some(false) => format!("{kind} AND NOT \"registered\""),
        }
    }
}

/// A colour as QGIS writes it: red, green, blue and opacity, each up to 255.
fn rgba(colour: &str) -> String {
    let part = |i: usize| colour.get(i..i + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    let [red, green, blue] = [1, 3, 5].map(|i| part(i).unwrap_or_default());
    format!("{red},{green},{blue},255")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_widths_are_those_of_the_map() {
        assert_eq!(rgba("#d55e00"), "213,94,0,255");
        assert_eq!(StretchState::Once.millimetres(), "0.79");
        assert_eq!(PointKind::UnkeptWork.filter(), "\"kind\" = 'work' AND NOT \"registered\"");
    }
}
