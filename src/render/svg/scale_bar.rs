//! Round lengths for scale bars and axes.

use crate::lang::Lang;

/// The greatest of 1, 2 and 5 times a power of ten that is not greater than a positive number.
pub(super) fn round_below(most: f64) -> f64 {
    let power = 10_f64.powf(most.max(1e-9).log10().floor());
    // A power that rounding put above the number would leave none below it.
    [5.0, 2.0, 1.0, 0.5].into_iter().map(|n| n * power).find(|&x| x <= most).unwrap_or(power)
}

/// The least such number that is not smaller than a positive number.
pub(super) fn round_above(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1e-9).log10().floor());
    let above = [1.0, 2.0, 5.0, 10.0, 20.0].into_iter().map(|n| n * power);
    above.into_iter().find(|&x| x >= least).unwrap_or(least)
}

/// A round number of metres with its unit.
pub(super) fn written(metres: f64, lang: Lang) -> String {
    let (number, unit) = match metres {
        m if m >= 1000.0 => (m / 1000.0, "km"),
        m if m >= 1.0 => (m, "m"),
        m => (m * 1000.0, "mm"),
    };
    // Round lengths have few digits; more would be those of the binary fraction.
    let number = format!("{number:.3}");
    let number = number.trim_end_matches('0').trim_end_matches('.').to_owned();
    format!("{} {unit}", lang.mark().write(number))
}

/// What a scale bar says and how wide it is, in pixels, at most; `scale` in pixels a metre.
pub(in crate::render) fn scale_bar(scale: f64, most: f64, lang: Lang) -> (String, String) {
    let metres = round_below(most / scale.max(f64::MIN_POSITIVE));
    (written(metres, lang), super::line::number(metres * scale, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_round_and_fit() {
        for (most, round) in [(1.0, 1.0), (1.9, 1.0), (4.99, 2.0), (70.0, 50.0), (0.03, 0.02)] {
            assert!((round_below(most) / round - 1.0).abs() < 1e-9, "{most}");
        }
        for exponent in -80..=80 {
            let x = 1.23_f64.powi(exponent);
            let (below, above) = (round_below(x), round_above(x));
            assert!(below <= x && x <= above, "{below} {x} {above}");
            assert!(x < below * 2.5 + 1e-6 && above < x * 2.51, "{below} {x} {above}");
        }
    }

    #[test]
    fn they_are_written_with_their_unit() {
        assert_eq!(written(20_000.0, Lang::English), "20 km");
        assert_eq!(written(1_500.0, Lang::Vietnamese), "1,5 km");
        assert_eq!(written(200.0, Lang::English), "200 m");
        assert_eq!(written(0.5, Lang::English), "500 mm");
    }
}
