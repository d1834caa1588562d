//! The style of QGIS: what its readers ask for (`QgsMapLayer::importNamedStyle`,
//! `QgsRuleBasedRenderer::create`, `QgsSymbolLayerUtils::loadSymbol`, `QgsTextFormat::readXml`).

use std::collections::BTreeMap;

use border_coverage::Lang;
use roxmltree::{Document, Node};

use super::{BOTH, here, named, report};

/// The states of lines, each with its colour.
const STATES: [(&str, &str); 4] = [
    ("registered", "0,158,115,255"),
    ("shared", "0,114,178,255"),
    ("unregistered", "213,94,0,255"),
    ("proposed", "204,121,167,255"),
];

#[test]
fn the_style_of_qgis_has_a_rule_for_every_state_in_either_language() {
    let report = report(&here("tests/fixtures/sound"));
    for lang in BOTH {
        let text = report.map_qml(lang);
        let text = text.split_once('\n').unwrap().1; // the document type
        let qml = Document::parse(text).unwrap();
        let symbols: BTreeMap<&str, Node<'_, '_>> = named(qml.root_element(), "symbol")
            .into_iter()
            .map(|n| (n.attribute("name").unwrap(), n))
            .collect();
        let mut colours = BTreeMap::new();
        let rules = named(qml.root_element(), "rule");
        assert_eq!(rules.len(), 9);
        for rule in rules {
            let symbol = symbols[rule.attribute("symbol").unwrap()];
            let is_line = STATES.iter().any(|(kind, _)| rule.attribute("key") == Some(kind));
            let (of, class) =
                if is_line { ("line", "SimpleLine") } else { ("marker", "SimpleMarker") };
            assert_eq!(symbol.attribute("type"), Some(of));
            let layers = named(symbol, "layer");
            assert_eq!((layers.len(), layers[0].attribute("class")), (1, Some(class)));
            let colour = named(symbol, "Option")
                .into_iter()
                .find(|n| matches!(n.attribute("name"), Some("line_color" | "color")));
            let filter = rule.attribute("filter").unwrap();
            colours.insert(filter, colour.unwrap().attribute("value").unwrap());
            assert!(!rule.attribute("label").unwrap().is_empty());
        }
        for (kind, colour) in STATES {
            assert_eq!(colours[format!("\"kind\" = '{kind}'").as_str()], colour);
        }
        let label = if lang == Lang::English { "not yet registered" } else { "chưa đăng ký" };
        assert!(text.contains(&format!("label=\"{label}\"")), "{text}");
    }
}

/// QGIS splits the map into a layer of lines and one of points, and gives both the same style.
#[test]
fn the_style_is_one_for_lines_and_points() {
    let text = report(&here("tests/fixtures/sound")).map_qml(Lang::English);
    let (kind, text) = text.split_once('\n').unwrap();
    assert!(kind.starts_with("<!DOCTYPE qgis "), "{kind}");
    let qml = Document::parse(text).unwrap();
    let root = qml.root_element();
    assert_eq!(root.tag_name().name(), "qgis");
    assert!(root.attribute("version").is_some_and(|version| version.starts_with("3.")));
    assert_eq!(root.attribute("labelsEnabled"), Some("1"));
    assert_eq!(root.attribute("styleCategories"), Some("Symbology|Labeling"));
    // With a type of geometry, layers of any other would refuse the style.
    assert!(named(root, "layerGeometryType").is_empty());
    let renderers = named(root, "renderer-v2");
    assert_eq!((renderers.len(), renderers[0].attribute("type")), (1, Some("RuleRenderer")));
    let symbols = named(renderers[0], "symbol");
    let keys: Vec<&str> = named(root, "rule").iter().map(|n| n.attribute("key").unwrap()).collect();
    let different: std::collections::BTreeSet<&&str> = keys.iter().collect();
    // A symbol is taken by the first rule that names it.
    assert_eq!((different.len(), symbols.len()), (keys.len(), keys.len()));
    for option in named(renderers[0], "Option") {
        let is_map = option.attribute("type") == Some("Map");
        let text = option.attribute("name").and(option.attribute("value"));
        assert!(is_map || (option.attribute("type") == Some("QString") && text.is_some()));
    }
    let labels = named(root, "labeling")[0];
    assert_eq!(labels.attribute("type"), Some("simple"));
    let style = named(labels, "text-style")[0];
    // A font without a weight has none: it would be drawn as thin as it can be.
    assert_eq!(style.attribute("fontWeight"), Some("50"));
    assert_eq!(style.parent().map(|settings| settings.tag_name().name()), Some("settings"));
}
