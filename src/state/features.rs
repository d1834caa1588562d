//! Stretches as GeoJSON features, with room for the caller's properties.

use geojson::{Feature, FeatureCollection, Geometry, JsonObject, JsonValue};

use super::State;
use crate::border::Stretch;
use crate::ledger::LedgerError;

impl State {
    /// Stretches as features: each a `MultiLineString` with the keys of the stretch in JSON
    /// (`section`, `from_mm`, `to_mm`, `length_mm`, `from`, `to`) as properties.
    ///
    /// `properties` may add others to those of each stretch, or change them.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let state = data.state(None, None)?;
    /// let gaps = state.features(state.gaps()?, |gap, properties| {
    ///     properties.insert("metres".into(), gap.length().metres().into());
    /// })?;
    /// assert_eq!(gaps.features.len(), 15);
    /// assert_eq!(gaps.features[0].property("metres").and_then(|m| m.as_f64()), Some(1641.74));
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a stretch names no section of the border, or one that the state's survey has not
    /// measured, or runs beyond it.
    pub fn features(
        &self,
        stretches: impl IntoIterator<Item = Stretch>,
        mut properties: impl FnMut(&Stretch, &mut JsonObject),
    ) -> Result<FeatureCollection, LedgerError> {
        let feature = |stretch: Stretch| {
            let line = self.geometry(&stretch.section, stretch.span)?;
            let mut own = match serde_json::to_value(&stretch) {
                Ok(JsonValue::Object(keys)) => keys,
                _ => JsonObject::new(),
            };
            properties(&stretch, &mut own);
            let geometry = Some(Geometry::from(&line));
            Ok(Feature { geometry, properties: Some(own), ..Feature::default() })
        };
        let features = stretches.into_iter().map(feature).collect::<Result<_, LedgerError>>()?;
        Ok(FeatureCollection { bbox: None, features, foreign_members: None })
    }
}
