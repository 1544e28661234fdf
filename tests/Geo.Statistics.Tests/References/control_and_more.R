# Reference values for Control, Persistence, Concentration, Evaluation, Holidays, Ranks and near repeats, from R 4.2.2 (package stats).
# Run: Rscript control_and_more.R, in this folder. Writes values.csv (name, value) and knox_events.csv.
n17 <- function(x) formatC(x, digits = 17, format = "g")
out <- list()
put <- function(name, ...) { v <- c(...); out[[length(out) + 1]] <<- data.frame(name = if (length(v) == 1) name else paste0(name, ".", seq_along(v) - 1), value = n17(v)) }

# Attribute charts; u' after Laney (2002): sigma_z = mean |diff(z)| / 1.128.
counts <- c(31, 25, 40, 12, 55, 38, 29, 61, 22, 35); n <- c(31, 28, 31, 30, 31, 30, 31, 31, 30, 31)
ubar <- sum(counts) / sum(n); s <- sqrt(ubar / n); z <- (counts / n - ubar) / s
sz <- mean(abs(diff(z))) / 1.128
put("c.centre", mean(counts)); put("c.lower", max(0, mean(counts) - 3 * sqrt(mean(counts)))); put("c.upper", mean(counts) + 3 * sqrt(mean(counts)))
put("u.centre", ubar); put("u.lower", ubar - 3 * s); put("u.upper", ubar + 3 * s)
put("uprime.lower", pmax(0, ubar - 3 * s * sz)); put("uprime.upper", ubar + 3 * s * sz)
gaps <- c(12, 3, 45, 7, 20, 1, 33, 150, 9, 16)
y <- gaps^(1 / 3.6); mr <- mean(abs(diff(y)))
put("t.centre", mean(y)^3.6); put("t.lower", max(0, mean(y) - 2.66 * mr)^3.6); put("t.upper", (mean(y) + 2.66 * mr)^3.6)
put("g.upper", mean(gaps) + 3 * sqrt(mean(gaps) * (mean(gaps) + 1)))

# Funnel with overdispersion (Spiegelhalter 2005), square root scale, winsorised at 10% and 90%.
o <- c(12, 45, 30, 8, 77, 51, 22, 64, 19, 140); e <- c(18, 40, 22, 15, 60, 58, 30, 40, 25, 110)
zz <- (sqrt(o / e) - 1) * 2 * sqrt(e); q <- quantile(zz, c(0.1, 0.9)); zw <- pmin(pmax(zz, q[1]), q[2])
m <- length(o); phi <- sum(zw^2) / m; w <- 4 * e
tau2 <- if (m * phi < m - 1) 0 else max(0, (m * phi - (m - 1)) / (sum(w) - sum(w^2) / sum(w)))
put("funnel.phi", phi); put("funnel.tau2", tau2)
put("funnel.ratio.lower", (1 - qnorm(0.975) * sqrt(1 / (4 * 40) + tau2))^2); put("funnel.ratio.upper", (1 + qnorm(0.975) * sqrt(1 / (4 * 40) + tau2))^2)
put("funnel.proportion.lower", 0.3 - qnorm(0.999) * sqrt(0.3 * 0.7 / 50)); put("funnel.proportion.upper", 0.3 + qnorm(0.999) * sqrt(0.3 * 0.7 / 50))
put("funnel.curve.upper", 30 / (qchisq(0.025, 60) / 2)); put("funnel.curve.lower", 30 / (qchisq(0.975, 62) / 2))

# Mann-Kendall by Kendall's rank correlation with time: S is the statistic's numerator, z with continuity correction.
for (k in list(c(1, 3, 2, 5, 6, 4, 8, 9), c(5, 5, 4, 4, 4, 3, 6, 1, 1, 0, 2), c(2, 2, 2, 3))) {
  ct <- suppressWarnings(cor.test(seq_along(k), k, method = "kendall", exact = FALSE, continuity = TRUE))
  put(paste0("mk.", paste(k, collapse = "_")), ct$statistic, ct$p.value)
}

# Gini by the mean absolute difference, another form of the same coefficient; generalised after Bernasco and Steenbeek (2017).
x <- c(5, 2, 1, rep(0, 7), 3, 3, 1); N <- length(x); C <- sum(x)
g <- sum(abs(outer(x, x, "-"))) / (2 * N^2 * mean(x))
put("gini", g); put("gini.generalised", max(1, N / C) * (g - 1) + 1)
put("gini.unbiased", (max(1, N / C) * (g - 1) + 1) * min(N, C) / (min(N, C) - 1))

# WDD with unequal times (2 and 1) and sizes; each count is divided by time x size, its variance by the square.
tr <- c(20, 10); co <- c(22, 21); d <- c(30, 20); dc <- c(33, 30); tw <- c(2, 1); aw <- c(1.5, 2, 3.2, 3)
term <- function(v, a) (v[2] / (tw[2] * a) - v[1] / (tw[1] * a)); vterm <- function(v, a) sum(v / (tw * a)^2)
est <- term(tr, aw[1]) - term(co, aw[2]) + term(d, aw[3]) - term(dc, aw[4])
se <- sqrt(vterm(tr, aw[1]) + vterm(co, aw[2]) + vterm(d, aw[3]) + vterm(dc, aw[4]))
put("wdd", est, se, 2 * pnorm(-abs(est / se)), est - qnorm(0.975) * se, est + qnorm(0.975) * se)
put("wdq", (40 / 100 - 50 / 110) / (30 / 100 - 60 / 110))
rd <- 30 / 365 - 50 / 366; rse <- sqrt(30 / 365^2 + 50 / 366^2)
put("rate.difference", rd, rse, 2 * pnorm(-abs(rd / rse)))

# Mantel-Haenszel rate ratio of person-time, Greenland and Robins limits.
H <- c(30, 41, 25); dH <- c(90, 92, 91); T <- c(70, 95, 66); dT <- c(275, 274, 274); D <- dH + dT
R <- sum(H * dT / D); S <- sum(T * dH / D); v <- sum((H + T) * dH * dT / D^2) / (R * S)
put("holiday", R / S, R / S * exp(-qnorm(0.975) * sqrt(v)), R / S * exp(qnorm(0.975) * sqrt(v)))

# Chance that one area ranks first of two. Poisson counts 12 and 15, ties by a coin; gamma posteriors by the beta distribution.
k <- 0:200
put("rank.poisson", sum(dpois(k, 12) * (ppois(k - 1, 15) + 0.5 * dpois(k, 15))))
oo <- c(12, 40); nn <- c(1000, 2000); b <- sum(oo) / sum(nn); p <- oo / nn
a <- sum(nn * (p - b)^2) / sum(nn) - b / mean(nn)
shape <- b^2 / a + oo; rate <- b / a + nn
# P(X1/r1 > X2/r2) = P(B < r2/(r1 + r2)) with B = X2/(X1 + X2) ~ Beta(shape2, shape1)
put("rank.eb", pbeta(rate[2] / (rate[1] + rate[2]), shape[2], shape[1]))
put("rank.eb.a", a)

# Harm.
h <- c(3, 10, 120); hw <- c(1825, 20, 1)
put("harm", sum(h * hw), sum(hw^2 * h), sum(h * hw) + qnorm(0.975) * sqrt(sum(hw^2 * h)))

# Knox: counts of pairs by band from full distance matrices, and their exact expectation when dates are shuffled:
# pairs in the distance band times pairs in the time band over all pairs.
set.seed(5)
ex <- round(runif(80, 0, 2000)); ey <- round(runif(80, 0, 2000)); ed <- sample(0:90, 80, replace = TRUE)
ex[1:10] <- ex[11:20] + sample(0:60, 10); ey[1:10] <- ey[11:20]; ed[1:10] <- pmin(90, ed[11:20] + 3)
write.csv(data.frame(x = ex, y = ey, day = ed), "knox_events.csv", row.names = FALSE, quote = FALSE)
tb <- c(0, 8, 15, 29); db <- c(0, 1, 100, 200, 400)
tt <- as.matrix(dist(ed)); up <- upper.tri(tt)
for (metric in c("manhattan", "euclidean")) {
  dd <- as.matrix(dist(cbind(ex, ey), method = metric))
  for (i in 1:4) for (j in 1:3) {
    ind <- dd >= db[i] & dd < db[i + 1]; int <- tt >= tb[j] & tt < tb[j + 1]
    put(sprintf("knox.%s.%d.%d", metric, i - 1, j - 1), sum(ind & int & up), sum(ind & up) * sum(int & up) / sum(up))
  }
}
write.csv(do.call(rbind, out), "values.csv", row.names = FALSE, quote = FALSE)
