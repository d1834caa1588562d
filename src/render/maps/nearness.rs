//! Maps of who is nearest to which stretch, and of who could take what is left.

use geo_types::MultiLineString;
use serde_json::{Value, json};

use super::geojson::{Feature, Map, collection};
use super::titles::stretch_title;
use crate::assign::{
    AssignError, Assigner, Division, DivisionPiece, Proposal, Proposals, Unfilled,
};
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
        let geometry = self.geometry(&proposal.stretch.section, proposal.stretch.span)?;
        Ok(map.proposal(&MapProposal { proposal: proposal.clone(), geometry }))
    }

    fn left(&self, map: &Map, left: &Unfilled) -> Result<Feature, AssignError> {
        let at = left.stretch.clone();
        let geometry = self.geometry(&at.section, at.span)?;
        let mut feature = map.stretch(&MapStretch { at, villages: Vec::new(), geometry });
        feature.properties["reason"] = json!(left.why);
        Ok(feature)
    }

    /// A division as a GeoJSON feature collection like
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
    /// let assigner = state.assigner();
    /// let division = assigner.division(&Over::Line, Metric::Geodesic)?;
    /// let map = assigner.division_geojson(&division, Lang::English, Report::DECIMALS)?;
    /// assert!(map.contains("\"bbox\":[102.0,0.0,102.1,0.0]"));
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a piece does not lie on a section of this border, as it was made for another.
    pub fn division_geojson(
        &self,
        division: &Division,
        lang: Lang,
        decimals: u8,
    ) -> Result<String, AssignError> {
        let map = Map { lang, decimals };
        let pieces = division.pieces.iter().map(|piece| self.nearest(&map, piece));
        Ok(collection(about(self.state()), &pieces.collect::<Result<Vec<_>, _>>()?))
    }

    fn nearest(&self, map: &Map, piece: &DivisionPiece) -> Result<Feature, AssignError> {
        let (state, DivisionPiece { section, span, village, .. }) = (self.state(), piece);
        let names = state.border().milestones(section, state.survey(), state.day());
        let names = names.map_err(AssignError::Survey)?;
        let (from, to) = (names.address(span.from()), names.address(span.to()));
        let key = village.as_ref().and_then(|id| state.registry().village_key(id));
        let name = key.map(|key| state.registry().village_at(key).name.as_str());
        let name = name.unwrap_or(map.lang.label("nobody"));
        let properties = json!({
            "kind": "nearest",
            "section": section,
            "from": from,
            "to": to,
            "from_mm": span.from(),
            "to_mm": span.to(),
            "length_mm": span.length(),
            "villages": village.as_slice(),
            "title": stretch_title(map.lang, &from, &to, span.length()),
            "description": format!("{}: {name}", map.lang.label("nearest_village")),
            "stroke": of_nearest(key.map(VillageKey::index)),
            "stroke-width": 4,
            "stroke-opacity": 1.0,
        });
        Ok(map.lines(&self.geometry(section, *span)?, properties))
    }

    fn geometry(&self, section: &SectionId, span: Span) -> Result<MultiLineString, AssignError> {
        let state = self.state();
        state.border().geometry(section, span, state.survey()).map_err(AssignError::Survey)
    }
}

fn about(state: &State) -> Value {
    json!({ "date": state.day(), "survey": state.survey() })
}
