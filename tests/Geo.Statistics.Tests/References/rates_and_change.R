# Reference values for Rates and Change, from R 4.2.2 (package stats only).
# Run: Rscript rates_and_change.R, in this folder. Writes poisson_limits.csv, proportion_limits.csv,
# two_counts.csv, adjusted_p.csv. None of these functions shares code with Geo.
n17 <- function(x) formatC(x, digits = 17, format = "g")

o <- c(0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 25, 54, 99, 100, 250, 1000, 4321, 1e5, 1e6)
levels <- c(0.8, 0.95, 0.998, 0.9999)
g <- expand.grid(count = o, level = levels)
a <- (1 - g$level) / 2
lower <- ifelse(g$count == 0, 0, qgamma(a, g$count))
upper <- qgamma(a, g$count + 1, lower.tail = FALSE)
write.csv(data.frame(count = g$count, level = g$level, lower = n17(lower), upper = n17(upper)),
          "poisson_limits.csv", row.names = FALSE, quote = FALSE)

cases <- rbind(c(0, 1), c(1, 1), c(0, 10), c(3, 10), c(10, 10), c(22, 27), c(162, 203), c(1, 1000), c(5321, 10000), c(1e6, 1e7))
rows <- do.call(rbind, lapply(levels, function(level) do.call(rbind, lapply(seq_len(nrow(cases)), function(i) {
  x <- cases[i, 1]; n <- cases[i, 2]
  ci <- suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)
  data.frame(successes = x, trials = n, level = level, lower = n17(ci[1]), upper = n17(ci[2]))
}))))
rows$successes <- format(rows$successes, scientific = FALSE, trim = TRUE)
rows$trials <- format(rows$trials, scientific = FALSE, trim = TRUE)
write.csv(rows, "proportion_limits.csv", row.names = FALSE, quote = FALSE)

# previous, current, previous exposure, current exposure
pairs <- list(c(23, 58, 1, 1), c(58, 23, 1, 1), c(0, 0, 1, 1), c(0, 3, 1, 1), c(3, 0, 1, 1), c(1, 1, 1, 1), c(5, 12, 365, 366),
  c(5, 12, 12, 3), c(12, 5, 12, 3), c(7, 7, 2, 5), c(100, 131, 1, 1), c(1200, 1127, 1, 1), c(18216, 17001, 365, 366),
  c(40, 3, 31, 29), c(2, 30, 100, 7), c(0, 12, 5, 1), c(9, 0, 1, 30), c(250000, 251500, 1, 1), c(1000000, 998000, 3, 3.01),
  c(6, 2, 1, 1), c(1, 10, 1, 4), c(4, 8, 1, 2), c(10, 20, 1, 2))
out <- do.call(rbind, lapply(pairs, function(v) {
  p <- v[1]; c <- v[2]; tp <- v[3]; tc <- v[4]
  pv <- if (c + p == 0) 1 else binom.test(c, c + p, tc / (tc + tp))$p.value
  ci <- if (c + p == 0) c(0, Inf) else poisson.test(c(c, p), c(tc, tp))$conf.int
  data.frame(previous = p, current = c, previous_exposure = tp, current_exposure = tc, p = n17(pv), lower = n17(ci[1]), upper = n17(ci[2]))
}))
out$previous <- format(out$previous, scientific = FALSE, trim = TRUE)
out$current <- format(out$current, scientific = FALSE, trim = TRUE)
write.csv(out, "two_counts.csv", row.names = FALSE, quote = FALSE)

set.seed(20240301)
p <- c(round(runif(30)^3, 4), 0, 1, 0.01, 0.01, 0.02)
write.csv(data.frame(p = n17(p), adjusted = n17(p.adjust(p, "BH"))), "adjusted_p.csv", row.names = FALSE, quote = FALSE)

# Recent trend: weighted least squares by lm(); standard error with the dispersion fixed at 1, as weights are known variances.
trends <- list(rise = c(10, 12.1, 13.9, 16.2, 18), fall = c(30, 27.5, 26, 22, 21), flat = c(10, 10.4, 9.8, 10.1, 10), one_point = c(10, 10, 10, 10, 40))
widths <- list(rise = c(1, 1.1, 1.2, 1.3, 1.4), fall = c(2, 1, 2, 1, 2), flat = c(1, 1, 2, 2, 1), one_point = c(1, 1, 1, 1, 1))
tr <- do.call(rbind, lapply(names(trends), function(k) {
  y <- trends[[k]]; s <- 2 * widths[[k]] / 3.92; x <- 1:5
  f <- lm(y ~ x, weights = 1 / s^2)
  se <- sqrt(solve(t(cbind(1, x)) %*% diag(1 / s^2) %*% cbind(1, x))[2, 2])
  b <- unname(coef(f)[2])
  data.frame(name = k, y = paste(y, collapse = ";"), half_width = paste(widths[[k]], collapse = ";"), slope = n17(b), chisq = n17((b / se)^2))
}))
write.csv(tr, "recent_trend.csv", row.names = FALSE, quote = FALSE)
