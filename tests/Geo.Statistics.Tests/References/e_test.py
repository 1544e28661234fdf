# Reference values for the E-test, from SciPy 1.10.1 (scipy.stats.poisson_means_test, Krishnamoorthy and Thomson 2004).
# Run: python3 e_test.py > e_test.csv. Shares no code with Geo.
# SciPy cuts its sums at the 1 - 1e-10 quantiles, so that its values are good to about 1e-9; the rows marked
# direct are the double sum of the paper over 0..400 in plain floating point, without a cut; in those marked exact
# outcomes are compared in fractions, for samples with which others tie that floating point puts just below.
from fractions import Fraction
from math import exp, lgamma, log, sqrt
from scipy.stats import poisson, poisson_means_test

def direct(k1, n1, k2, n2):
    rate = (k1 + k2) / (n1 + n2)
    t = lambda a, b: abs(a / n1 - b / n2) / sqrt(a / n1**2 + b / n2**2)
    seen = t(k1, k2) * (1 - 1e-12)
    p1 = poisson.pmf(range(401), rate * n1)
    p2 = poisson.pmf(range(401), rate * n2)
    return sum(p1[a] * p2[b] for a in range(401) for b in range(401) if a + b > 0 and t(a, b) >= seen)

def exact(k1, n1, k2, n2):
    t2 = lambda a, b: (Fraction(a, n1) - Fraction(b, n2)) ** 2 / (Fraction(a, n1**2) + Fraction(b, n2**2))
    pmf = lambda k, mean: exp(k * log(mean) - mean - lgamma(k + 1))
    rate, seen = (k1 + k2) / (n1 + n2), t2(k1, k2)
    return sum(pmf(a, rate * n1) * pmf(b, rate * n2) for a in range(80) for b in range(80) if a + b > 0 and t2(a, b) >= seen)

print("method,previous,current,previous_exposure,current_exposure,p")
for c, tc, p, tp in [(20, 1, 10, 1), (10, 1, 20, 1), (3, 1, 0, 1), (0, 1, 3, 1), (6, 1, 2, 1), (20, 4, 10, 2), (10, 2, 5, 1),
                     (1, 1, 1, 1), (3, 2, 11, 3), (58, 1, 23, 1), (80, 7, 60, 5), (0, 3, 0 + 2, 1), (12, 1, 5, 12)]:
    print(f"scipy,{p},{c},{tp},{tc},{poisson_means_test(c, tc, p, tp).pvalue!r}")
    print(f"direct,{p},{c},{tp},{tc},{direct(c, tc, p, tp)!r}")
for c, tc, p, tp in [(3, 1, 2, 4), (2, 4, 3, 1), (1, 4, 0, 9), (2, 4, 0, 9), (6, 1, 0, 3), (0, 3, 6, 1)]:
    print(f"exact,{p},{c},{tp},{tc},{exact(c, tc, p, tp)!r}")
