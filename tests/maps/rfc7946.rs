//! A strict reader of RFC 7946: says where a text is not GeoJSON to the letter.

use serde_json::{Map, Value};

type Checked<T = ()> = Result<T, String>;

/// Asserts nothing, says what is wrong first: a feature collection with a bbox around all that is
/// in it, with at most so many decimals of a degree.
pub(crate) fn check(text: &str, decimals: usize) -> Checked {
    require(!text.starts_with('\u{FEFF}'), "a byte-order mark (RFC 8259, 8.1)")?;
    let value: Value = serde_json::from_str(text).map_err(|e| format!("not JSON: {e}"))?;
    let collection = object(&value, "the text")?;
    kind(collection, "FeatureCollection")?;
    without(collection, &["coordinates", "geometries", "geometry", "properties", "crs"])?;
    let mut reader = Reader { decimals, positions: Vec::new(), spans: Vec::new() };
    for (i, value) in array(collection.get("features"), "features")?.iter().enumerate() {
        reader.feature(value).map_err(|e| format!("feature {}: {e}", i + 1))?;
    }
    match (collection.get("bbox"), reader.positions.is_empty()) {
        (None, true) => Ok(()),
        (None, false) => Err("no bbox".to_owned()),
        (Some(bbox), _) => reader.bbox(bbox),
    }
}

fn require(holds: bool, otherwise: &str) -> Checked {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}

fn object<'a>(value: &'a Value, what: &str) -> Checked<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| format!("{what} is no object"))
}

fn array<'a>(value: Option<&'a Value>, what: &str) -> Checked<&'a Vec<Value>> {
    value.and_then(Value::as_array).ok_or_else(|| format!("{what} is no array"))
}

fn kind(object: &Map<String, Value>, kind: &str) -> Checked {
    require(object.get("type").is_some_and(|t| t == kind), &format!("type is not {kind}"))
}

/// Members that make an object of one kind have no place in another (section 7.1), and crs is no
/// longer one (section 4).
fn without(object: &Map<String, Value>, members: &[&str]) -> Checked {
    match members.iter().find(|member| object.contains_key(**member)) {
        Some(member) => Err(format!("a member {member} has no place here")),
        None => Ok(()),
    }
}

struct Reader {
    decimals: usize,
    positions: Vec<[f64; 2]>,
    /// The longitudes that lines run over.
    spans: Vec<[f64; 2]>,
}

impl Reader {
    fn feature(&mut self, value: &Value) -> Checked {
        let feature = object(value, "the feature")?;
        kind(feature, "Feature")?;
        without(feature, &["coordinates", "geometries", "features", "crs"])?;
        let properties = feature.get("properties").ok_or("no properties")?;
        require(properties.is_object() || properties.is_null(), "properties are no object")?;
        if let Some(id) = feature.get("id") {
            require(id.is_string() || id.is_number(), "id is neither text nor number")?;
        }
        match feature.get("geometry") {
            None => Err("no geometry, which may be null but not absent".to_owned()),
            Some(Value::Null) => Ok(()),
            Some(value) => self.geometry(object(value, "geometry")?),
        }
    }

    fn geometry(&mut self, geometry: &Map<String, Value>) -> Checked {
        without(geometry, &["geometry", "properties", "features", "crs"])?;
        let kind = geometry.get("type").and_then(Value::as_str).ok_or("a geometry has no type")?;
        if kind == "GeometryCollection" {
            for value in array(geometry.get("geometries"), "geometries")? {
                self.geometry(object(value, "a geometry")?)?;
            }
            return Ok(());
        }
        let coordinates = array(geometry.get("coordinates"), "coordinates")?;
        require(!coordinates.is_empty(), "coordinates are empty")?;
        let each = |what: &mut dyn FnMut(&Vec<Value>) -> Checked| {
            coordinates.iter().try_for_each(|part| what(array(Some(part), "a part")?))
        };
        match kind {
            "Point" => self.position(coordinates).map(drop),
            "MultiPoint" => each(&mut |at| self.position(at).map(drop)),
            "LineString" => self.line(coordinates),
            "MultiLineString" => each(&mut |line| self.line(line)),
            "Polygon" => self.polygon(coordinates),
            "MultiPolygon" => each(&mut |polygon| self.polygon(polygon)),
            other => Err(format!("{other} is no type of geometry")),
        }
    }

    fn position(&mut self, position: &[Value]) -> Checked<[f64; 2]> {
        require(matches!(position.len(), 2 | 3), "a position has two or three numbers")?;
        for number in position {
            let text = number.as_number().ok_or("a position of no numbers")?.to_string();
            let decimals = match text.split_once(['e', 'E']) {
                Some((_, exponent)) => exponent.trim_start_matches('-').parse().unwrap_or(99),
                None => text.split_once('.').map_or(0, |(_, decimals)| decimals.len()),
            };
            require(decimals <= self.decimals, &format!("{text} has too many decimals"))?;
            require(text != "-0.0", "a zero with a sign")?;
        }
        let at = [0, 1].map(|i| position[i].as_f64().unwrap_or(f64::NAN));
        require(at[0].abs() <= 180.0 && at[1].abs() <= 90.0, "a position beyond ±180, ±90")?;
        self.positions.push(at);
        self.spans.push([at[0], at[0]]);
        Ok(at)
    }

    fn line(&mut self, positions: &[Value]) -> Checked {
        self.run(positions, 2).map(drop)
    }

    /// Positions after one another, none of which repeats the one before.
    fn run(&mut self, positions: &[Value], least: usize) -> Checked<Vec<[f64; 2]>> {
        require(positions.len() >= least, &format!("fewer than {least} positions"))?;
        let mut run: Vec<[f64; 2]> = Vec::new();
        for value in positions {
            let at = self.position(array(Some(value), "a position")?)?;
            if let Some(&last) = run.last() {
                require(at != last, "a position repeats the one before")?;
                let across = (at[0] - last[0]).abs() > 180.0;
                require(!across, "a line runs across the antimeridian uncut (3.1.9)")?;
                self.spans.push([at[0].min(last[0]), at[0].max(last[0])]);
            }
            run.push(at);
        }
        Ok(run)
    }

    fn polygon(&mut self, rings: &[Value]) -> Checked {
        for (i, value) in rings.iter().enumerate() {
            let ring = self.run(array(Some(value), "a ring")?, 4)?;
            require(ring.first() == ring.last(), "a ring is not closed")?;
            let twice: f64 = ring.windows(2).map(|e| e[0][0] * e[1][1] - e[1][0] * e[0][1]).sum();
            let right = if i == 0 { twice > 0.0 } else { twice < 0.0 };
            require(right, "a ring winds the wrong way round (3.1.6)")?;
        }
        Ok(())
    }

    /// The box holds every position, touches one on each side, and is no wider than it must be
    /// (section 5).
    fn bbox(&self, value: &Value) -> Checked {
        let numbers: Vec<f64> =
            array(Some(value), "bbox")?.iter().filter_map(Value::as_f64).collect();
        let &[west, south, east, north] = numbers.as_slice() else {
            return Err("bbox is not four numbers".to_owned());
        };
        let inside = |lon: f64| {
            if west <= east { west <= lon && lon <= east } else { west <= lon || lon <= east }
        };
        let held = |&[lon, lat]: &[f64; 2]| inside(lon) && south <= lat && lat <= north;
        require(self.positions.iter().all(held), "bbox does not hold all positions")?;
        require(
            self.spans.iter().all(|&[from, to]| inside((from + to) / 2.0)),
            "bbox does not hold all lines",
        )?;
        let touched = |side: f64, axis: usize| self.positions.iter().any(|at| at[axis] == side);
        require(touched(south, 1) && touched(north, 1), "bbox is too high")?;
        require(touched(west, 0) && touched(east, 0), "bbox is too wide")?;
        let width = if west <= east { east - west } else { east + 360.0 - west };
        // No gap that lines leave open is wider than the one that the box leaves out.
        let mut spans = self.spans.clone();
        spans.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let mut reached = spans.first().map_or(0.0, |span| span[1]);
        for [from, to] in spans {
            require(from - reached <= 360.0 - width + 1e-9, "bbox goes the long way round")?;
            reached = reached.max(to);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    fn collection(bbox: &str, geometry: &str) -> String {
        format!(
            r#"{{"type":"FeatureCollection",{bbox}"features":[{{"type":"Feature","properties":{{}},"geometry":{geometry}}}]}}"#
        )
    }

    fn of(kind: &str, coordinates: &str) -> String {
        format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#)
    }

    #[test]
    fn what_is_geojson_passes() {
        for (bbox, kind, coordinates) in [
            ("[1,2,3,4]", "LineString", "[[1,2],[3,4]]"),
            ("[1,2,1,2]", "Point", "[1,2]"),
            ("[0,0,1,1]", "Polygon", "[[[0,0],[1,0],[1,1],[0,0]]]"),
            ("[179,0,-179,1]", "MultiLineString", "[[[179,0],[180,0.5]],[[-180,0.5],[-179,1]]]"),
        ] {
            let text = collection(&format!("\"bbox\":{bbox},"), &of(kind, coordinates));
            assert_eq!(check(&text, 7), Ok(()), "{text}");
        }
        assert_eq!(check(&collection("", "null"), 7), Ok(()));
    }

    #[test]
    fn what_is_not_is_told() {
        for (bbox, kind, coordinates, told) in [
            ("[1,2,3,4]", "LineString", "[[1,2]]", "fewer than 2"),
            ("[1,2,3,4]", "LineString", "[[1,2],[1,2],[3,4]]", "repeats"),
            ("[1,2,3,4]", "LineString", "[[1,2],[3,4.12345678]]", "too many decimals"),
            ("[1,2,3,4]", "Line", "[[1,2],[3,4]]", "no type"),
            ("[-179,2,179,4]", "LineString", "[[179,2],[-179,4]]", "uncut"),
            ("[181,2,181,2]", "Point", "[181,2]", "beyond"),
            ("[1,2,1,2]", "Point", "[1]", "two or three"),
            ("[1,2,1,2]", "Point", "[1,\"2\"]", "no numbers"),
            ("[0,0,1,1]", "Polygon", "[[[0,0],[1,1],[1,0],[0,0]]]", "wrong way round"),
            ("[0,0,1,1]", "Polygon", "[[[0,0],[1,0],[1,1],[0,1]]]", "not closed"),
            ("[1,2,3,3]", "LineString", "[[1,2],[3,4]]", "does not hold"),
            ("[1,2,3,5]", "LineString", "[[1,2],[3,4]]", "too high"),
            ("[1,2,5,4]", "LineString", "[[1,2],[3,4]]", "too wide"),
            ("[-179,0,179,1]", "MultiPoint", "[[179,0],[-179,1]]", "long way round"),
            ("[1,2]", "Point", "[1,2]", "four numbers"),
        ] {
            let text = collection(&format!("\"bbox\":{bbox},"), &of(kind, coordinates));
            let error = check(&text, 7).unwrap_err();
            assert!(error.contains(told), "{told}: {error}");
        }
        for (text, told) in [
            ("{".to_owned(), "not JSON"),
            ("[]".to_owned(), "no object"),
            (collection("", "3"), "no object"),
            (collection("\"crs\":{},", "null"), "crs"),
            (collection("", &of("Point", "[1,2]")), "no bbox"),
            (collection("", "null").replace("\"properties\":{},", ""), "no properties"),
            (collection("", "null").replace(",\"geometry\":null", ""), "no geometry"),
        ] {
            let error = check(&text, 7).unwrap_err();
            assert!(error.contains(told), "{told}: {error}");
        }
    }
}
