//! Maps of who is nearest to which stretch, and of who could take what is left.

use geo_types::MultiLineString;
use serde_json::{Value, json};

use super::geojson::{Feature, Map, collection};
use super::titles::stretch_title;
use crate::assign::{
    AssignError, Assigner, Division, DivisionPiece, Proposal, Proposals, Unfilled,
};
use crate::border::Stretch;
use crate::id::SectionId;
use crate::key::VillageKey;
use crate::lang::Lang;
use crate::render::states::of_nearest;
use crate::report::{MapProposal, MapStretch};
use crate::span::Span;
use crate::state::State;

impl Assigner {
    /// Proposals, and what is proposed to nobody, as a GeoJSON feature collection like
    /// [`Report::map_geojson`](crate::Report::map_geojson): `kind` is `proposed` or `unregistered`,
    /// the latter with its `reason`. Together they tile the gaps.
    ///
    /// # Errors
    /// When a proposal does not lie on a section of this border, as it was made for another.
    pub fn proposals_geojson(
        &self,
        found: &Proposals,
        lang: Lang,
        decimals: u8,
    ) -> Result<String, AssignError> {
        let map = Map { lang, decimals };
        let proposed = found.proposals.iter().map(|proposal| self.proposed(&map, proposal));
        let unfilled = found.unfilled.iter().map(|left| self.left(&map, left));
        let features = proposed.chain(unfilled).collect::<Result<Vec<_>, _>>()?;
        Ok(collection(about(self.state()), &features))
    }

    fn proposed(&self, map: &Map, proposal: &Proposal) -> Result<Feature, AssignError> {
        let geometry = self.geometry(&proposal.section, proposal.span)?;
        Ok(map.proposal(&MapProposal { proposal: proposal.clone().into(), geometry }))
    }

    fn left(&self, map: &Map, left: &Unfilled) -> Result<Feature, AssignError> {
        let mut feature = map.stretch(&MapStretch {
            at: Stretch {
                section: left.section.clone(),
                span: left.span,
                from: left.from.clone(),
                to: left.to.clone(),
            },
            villages: Vec::new(),
            geometry: self.geometry(&left.section, left.span)?,
        });
        feature.properties["reason"] = json!(left.why.to_string());
        Ok(feature)
    }

    fn geometry(&self, section: &SectionId, span: Span) -> Result<MultiLineString, AssignError> {
        let state = self.state();
        state.border().geometry(section, span, state.survey()).map_err(AssignError::Survey)
    }
}

impl Division {
    /// The division as a GeoJSON feature collection like
    /// [`Report::map_geojson`](crate::Report::map_geojson): `kind` is `nearest`, `villages` names
    /// the nearest one, and each village has a colour.
    ///
    /// ```
    /// # use border_coverage::assign::{Metric, Over};
    /// # use border_coverage::prelude::*;
    /// # use geo_types::line_string;
    /// # use jiff::civil::date;
    /// # let line = Polyline::try_from(&line_string![(x: 102.0, y: 0.0), (x: 102.1, y: 0.0)])?;
    /// # let border = Border::new(vec![Section::new(SectionId::new("border")?, None, line)])?;
    /// # let registry = Registry::default();
    /// let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25))?;
    /// let division = state.assigner().division(Over::Line, Metric::Direct)?;
    /// let map = division.map_geojson(Lang::English, Report::DECIMALS)?;
    /// assert!(map.contains("\"bbox\":[102.0,0.0,102.1,0.0]"));
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// Were there a fault in the library, when a piece does not lie on its section.
    pub fn map_geojson(&self, lang: Lang, decimals: u8) -> Result<String, AssignError> {
        let map = Map { lang, decimals };
        let pieces = self.pieces().iter().map(|piece| self.nearest(&map, piece));
        Ok(collection(about(self.state()), &pieces.collect::<Result<Vec<_>, _>>()?))
    }

    fn nearest(&self, map: &Map, piece: &DivisionPiece) -> Result<Feature, AssignError> {
        let section = self.state().border().section_at(piece.section).id();
        let geometry = self.assigner().geometry(section, piece.span)?;
        let (from, to) = self.assigner().addresses(piece.section, piece.span)?;
        let village = piece.village.map(|village| self.state().registry().village_at(village));
        let name = village.map_or(map.lang.label("nobody"), |v| v.name.as_str());
        let properties = json!({
            "kind": "nearest",
            "section": section,
            "from": from,
            "to": to,
            "from_mm": piece.span.from(),
            "to_mm": piece.span.to(),
            "length_mm": piece.span.length(),
            "villages": village.map(|v| &v.id).into_iter().collect::<Vec<_>>(),
            "title": stretch_title(map.lang, &from, &to, piece.span.length()),
            "description": format!("{}: {name}", map.lang.label("nearest_village")),
            "stroke": of_nearest(piece.village.map(VillageKey::index)),
            "stroke-width": 4,
            "stroke-opacity": 1.0,
        });
        Ok(map.lines(&geometry, properties))
    }
}

fn about(state: &State) -> Value {
    json!({ "date": state.day(), "survey": state.survey() })
}
