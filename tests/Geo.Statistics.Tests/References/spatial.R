# Reference values for Spatial and empirical Bayes, from R 4.2.2 with spdep 1.2-7.
# Run: Rscript spatial.R, in this folder. Writes spatial_points.csv (input and results by area), spatial_links.csv, spatial_global.csv.
suppressPackageStartupMessages(library(spdep))
n17 <- function(x) formatC(x, digits = 17, format = "g")
set.seed(7)
n <- 60
xy <- round(cbind(runif(n, 300000, 320000), runif(n, 200000, 215000)), 1)
pop <- round(exp(rnorm(n, 7.5, 0.6)))
count <- rpois(n, pop * exp(rnorm(n, -4.6, 0.5)) * (1 + (xy[, 1] - 300000) / 20000))
band <- dnearneigh(xy, 0, 2500)
knn <- knn2nb(knearneigh(xy, k = 5), sym = FALSE)
value <- as.numeric(count)
lwW <- nb2listw(knn, style = "W")
lwB <- nb2listw(knn, style = "B")
self <- nb2listw(include.self(knn), style = "B")
lm <- localmoran(value, lwW)
gi <- as.numeric(localG(value, lwB))
gis <- as.numeric(localG(value, self))
eb <- EBest(count, pop)
ebl <- EBlocal(count, pop, knn, geoda = TRUE)
ebld <- EBlocal(count, pop, knn, geoda = FALSE)
write.csv(data.frame(x = xy[, 1], y = xy[, 2], count = count, population = pop, gi = n17(gi), gi_star = n17(gis),
  local_moran = n17(lm[, 1]), expected = n17(lm[, 2]), variance = n17(lm[, 3]), p = n17(lm[, 5]),
  eb = n17(eb$estmm), eb_local_geoda = n17(ebl$est), eb_local_spdep = n17(ebld$est)), "spatial_points.csv", row.names = FALSE, quote = FALSE)
link <- function(name, nb) do.call(rbind, lapply(seq_along(nb), function(i) if (nb[[i]][1] > 0) data.frame(kind = name, area = i - 1, neighbour = nb[[i]] - 1)))
write.csv(rbind(link("band", band), link("nearest", knn)), "spatial_links.csv", row.names = FALSE, quote = FALSE)
mt <- moran.test(value, lwW, alternative = "two.sided")
# Islands left out altogether; spdep's zero.policy keeps their values in the mean and the denominator.
keep <- card(band) > 0
mb <- moran.test(value[keep], nb2listw(subset(band, keep), style = "W"), alternative = "two.sided")
# EBImoran with the numerator as in Assuncao and Reis: deviations from the mean of z on both sides.
m <- sum(count) / sum(pop); p <- count / pop; b <- m
a <- sum(pop * (p - b)^2) / sum(pop) - b / (sum(pop) / n)
v <- a + b / pop; v[v < 0] <- (b / pop)[v < 0]
z <- (p - b) / sqrt(v)
ebm <- moran(z, lwW, n, Szero(lwW))$I
ebm_spdep <- EBImoran.mc(count, pop, lwW, nsim = 9, subtract_mean_in_numerator = TRUE)$statistic
stopifnot(abs(ebm - ebm_spdep) < 1e-12)
write.csv(data.frame(name = c("moran_nearest", "moran_band", "eb_moran"), i = n17(c(mt$estimate[1], mb$estimate[1], ebm)),
  expected = n17(c(mt$estimate[2], mb$estimate[2], NA)), variance = n17(c(mt$estimate[3], mb$estimate[3], NA)),
  p = n17(c(mt$p.value, mb$p.value, NA))), "spatial_global.csv", row.names = FALSE, quote = FALSE)
cat("islands in band:", sum(card(band) == 0), "\n")
