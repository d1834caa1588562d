//! Comparison within a tolerance, by the traits of `approx`.

/// Implements the traits of `approx` for a type, behind the feature of that name: two values are
/// close if all pairs of numbers that `$pairs` takes from them are.
macro_rules! close_by {
    ($type:ty, $pairs:expr) => {
        #[cfg(any(test, feature = "approx"))]
        impl ::approx::AbsDiffEq for $type {
            type Epsilon = f64;

            fn default_epsilon() -> f64 {
                f64::default_epsilon()
            }

            fn abs_diff_eq(&self, other: &Self, epsilon: f64) -> bool {
                let pairs: &[(f64, f64)] = &$pairs(self, other);
                pairs.iter().all(|(a, b)| a.abs_diff_eq(b, epsilon))
            }
        }

        #[cfg(any(test, feature = "approx"))]
        impl ::approx::RelativeEq for $type {
            fn default_max_relative() -> f64 {
                f64::default_max_relative()
            }

            fn relative_eq(&self, other: &Self, epsilon: f64, max_relative: f64) -> bool {
                let pairs: &[(f64, f64)] = &$pairs(self, other);
                pairs.iter().all(|(a, b)| a.relative_eq(b, epsilon, max_relative))
            }
        }

        #[cfg(any(test, feature = "approx"))]
        impl ::approx::UlpsEq for $type {
            fn default_max_ulps() -> u32 {
                f64::default_max_ulps()
            }

            fn ulps_eq(&self, other: &Self, epsilon: f64, max_ulps: u32) -> bool {
                let pairs: &[(f64, f64)] = &$pairs(self, other);
                pairs.iter().all(|(a, b)| a.ulps_eq(b, epsilon, max_ulps))
            }
        }
    };
}

pub(crate) use close_by;
