//! Sine and cosine of degrees in a form that compilers turn into vector instructions.
//!
//! They use additions and multiplications only, so every platform computes the same bits. The
//! sines of a system's library do not promise that.

use std::f64::consts::PI;

/// 1.5 × 2⁵²: adding and subtracting it rounds a number to a whole one without a call.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// Sine and cosine of an angle in degrees within ±180, within some 2e-16.
///
/// Exact for multiples of 90°, so that the poles have no radius and the antimeridian no width.
#[inline(always)]
pub(crate) fn sin_cos_degrees(degrees: f64) -> (f64, f64) {
    // The quadrant, from −2 to 2, and the angle from its middle, within ±45°.
    let quadrant = (degrees * (1.0 / 90.0) + ROUNDER) - ROUNDER;
    let (sin, cos) = sin_cos_within_45((degrees - 90.0 * quadrant) * (PI / 180.0));
    let odd = quadrant.abs() == 1.0;
    let even_sign = 1.0 - quadrant.abs();
    let (a, b) = if odd { (cos, sin) } else { (sin, cos) };
    (a * if odd { quadrant } else { even_sign }, b * if odd { -quadrant } else { even_sign })
}

/// Sine and cosine of radians within ±π/4: the polynomials of fdlibm (Sun Microsystems, 1993).
#[inline(always)]
fn sin_cos_within_45(r: f64) -> (f64, f64) {
    let z = r * r;
    let s = -2.505_076_025_340_686_3e-8 + z * 1.589_690_995_211_55e-10;
    let s = -1.984_126_982_985_795e-4 + z * (2.755_731_370_707_006_8e-6 + z * s);
    let s = -1.666_666_666_666_663_2e-1 + z * (8.333_333_333_322_49e-3 + z * s);
    let c = 2.087_572_321_298_175e-9 + z * -1.135_964_755_778_819_5e-11;
    let c = 2.480_158_728_947_673e-5 + z * (-2.755_731_435_139_066_3e-7 + z * c);
    let c = 4.166_666_666_666_66e-2 + z * (-1.388_888_888_887_411e-3 + z * c);
    (r + r * z * s, (1.0 - 0.5 * z) + z * z * c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_library() {
        for i in -180_000..=180_000 {
            let degrees = f64::from(i) * 1e-3;
            let (sin, cos) = sin_cos_degrees(degrees);
            // Converting a large angle to radians itself rounds by up to 4e-16.
            let (s, c) = degrees.to_radians().sin_cos();
            assert!((sin - s).abs() < 6e-16 && (cos - c).abs() < 6e-16, "{degrees}");
            assert!((sin * sin + cos * cos - 1.0).abs() < 6e-16, "{degrees}");
        }
    }

    #[test]
    fn quadrants_are_exact() {
        for (degrees, exact) in [
            (0.0, (0.0, 1.0)),
            (90.0, (1.0, 0.0)),
            (-90.0, (-1.0, 0.0)),
            (180.0, (0.0, -1.0)),
            (-180.0, (0.0, -1.0)),
        ] {
            assert_eq!(sin_cos_degrees(degrees), exact);
        }
    }
}
