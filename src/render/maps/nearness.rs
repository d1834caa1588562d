//! Maps of who is nearest to which stretch, and of who could take what is left.

use serde_json::{Value, json};

use super::geojson::{Feature, Map, collection};
use super::states::of_nearest;
use crate::assign::{
    AssignError, Assigner, Division, DivisionPiece, Proposal, Proposals, Unfilled,
};
use crate::render::Lang;
use crate::report::{MapProposal, MapStretch};

impl Assigner<'_> {
    /// Proposals, and what is proposed to nobody, as a GeoJSON feature collection in the manner of
    /// [`Report::map_geojson`](crate::Report::map_geojson): `kind` is `proposed` or `unregistered`,
    /// the latter with its `reason`. Together they tile the gaps.
    ///
    /// # Errors
    /// When the proposals are of another border.
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
        Ok(collection(self.about(), &features))
    }

    /// A division as a GeoJSON feature collection in the manner of
    /// [`Report::map_geojson`](crate::Report::map_geojson): `kind` is `nearest`, `villages` names
    /// the nearest one, and each village has a colour.
    ///
    /// ```
    /// # use border_coverage::prelude::*;
    /// # use geo_types::line_string;
    /// # use jiff::civil::date;
    /// # let line = Polyline::try_from(&line_string![(x: 102.0, y: 0.0), (x: 102.1, y: 0.0)])?;
    /// # let border = Border::new(vec![Section::new(SectionId::new("border")?, None, line)])?;
    /// # let registry = Registry::default();
    /// # let ledger = Ledger::close(&border, &registry, &SurveyId::ground(), date(2017, 4, 25))?;
    /// let assigner = Assigner::new(&border, &registry, &ledger);
    /// let division = assigner.division(Over::Line, Metric::Direct)?;
    /// let map = assigner.division_geojson(&division, Lang::English, Report::DECIMALS)?;
    /// assert!(map.contains("\"bbox\":[102.0,0.0,102.1,0.0]"));
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the division is of another border.
    pub fn division_geojson(
        &self,
        division: &Division,
        lang: Lang,
        decimals: u8,
    ) -> Result<String, AssignError> {
        let map = Map { lang, decimals };
        let pieces = division.pieces.iter().map(|piece| self.nearest(&map, piece));
        Ok(collection(self.about(), &pieces.collect::<Result<Vec<_>, _>>()?))
    }

    fn about(&self) -> Value {
        json!({ "date": self.ledger().day(), "survey": self.ledger().survey() })
    }

    fn proposed(&self, map: &Map, proposal: &Proposal) -> Result<Feature, AssignError> {
        let geometry = self.geometry(proposal.section_index, proposal.span)?;
        Ok(map.proposal(&MapProposal { proposal: proposal.clone().into(), geometry }))
    }

    fn left(&self, map: &Map, left: &Unfilled) -> Result<Feature, AssignError> {
        let section = self.border().section_index(&left.section).map_err(AssignError::Survey)?;
        let mut feature = map.stretch(&MapStretch {
            section: left.section.clone(),
            from_mm: left.span.from(),
            to_mm: left.span.to(),
            length_mm: left.span.length(),
            from: left.from.clone(),
            to: left.to.clone(),
            villages: Vec::new(),
            geometry: self.geometry(section, left.span)?,
        });
        feature.properties["reason"] = json!(left.why.to_string());
        Ok(feature)
    }

    fn nearest(&self, map: &Map, piece: &DivisionPiece) -> Result<Feature, AssignError> {
        let geometry = self.geometry(piece.section, piece.span)?;
        let (from, to) = self.addresses(piece.section, piece.span)?;
        let village = piece.village.and_then(|village| self.registry().villages().get(village));
        let name = village.map_or(map.lang.picture_words().nobody, |v| v.name.as_str());
        let properties = json!({
            "kind": "nearest",
            "section": self.border().sections()[piece.section].id(),
            "from": from,
            "to": to,
            "from_mm": piece.span.from(),
            "to_mm": piece.span.to(),
            "length_mm": piece.span.length(),
            "villages": village.map(|v| &v.id).into_iter().collect::<Vec<_>>(),
            "title": map.lang.stretch_title(&from, &to, piece.span.length()),
            "description": format!("{}: {name}", map.lang.words().nearest_village),
            "stroke": of_nearest(piece.village),
            "stroke-width": 4,
            "stroke-opacity": 1.0,
        });
        Ok(map.lines(&geometry, properties))
    }
}
