# Reference values for Density, from R 4.2.2 (MASS 7.3-58.2 for the bandwidth, base R for the kernels).
# Run: Rscript density.R, in this folder. Writes density_points.csv, density_cells.csv, density_bandwidth.csv.
n17 <- function(x) formatC(x, digits = 17, format = "g")
set.seed(12)
n <- 40
x <- round(rnorm(n, 350600, 400), 1); y <- round(rnorm(n, 312400, 250), 1); w <- round(runif(n, 0, 3), 2)
write.csv(data.frame(x = x, y = y, w = w), "density_points.csv", row.names = FALSE, quote = FALSE)
left <- 349800; bottom <- 311900; cell <- 100; columns <- 15; rows <- 11
g <- expand.grid(column = 0:(columns - 1), row = 0:(rows - 1))
cx <- left + (g$column + 0.5) * cell; cy <- bottom + (g$row + 0.5) * cell
d2 <- outer(cx, x, "-")^2 + outer(cy, y, "-")^2
h <- 350; s <- 180
t <- 1 - d2 / h^2; t[t < 0] <- 0
quartic <- 1e6 * (3 / (pi * h^2) * t^2) %*% w
gauss <- 1e6 * (exp(-d2 / (2 * s^2)) / (2 * pi * s^2)) %*% rep(1, n)
write.csv(data.frame(column = g$column, row = g$row, quartic = n17(quartic), gaussian = n17(gauss)), "density_cells.csv", row.names = FALSE, quote = FALSE)
write.csv(data.frame(name = c("x", "y"), width = n17(c(MASS::bandwidth.nrd(x), MASS::bandwidth.nrd(y)))), "density_bandwidth.csv", row.names = FALSE, quote = FALSE)
