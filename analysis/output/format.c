// SPDX-License-Identifier: GPL-2.0
#include "format.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DASH "\u2013"
#define TIMES "\u00d7"
#define OVER "\u00f7"

struct format format_int(int64_t n)
{
	struct format out;
	char digits[24], *to = out.text;
	size_t len, i;

	snprintf(digits, sizeof(digits), "%" PRIu64, n < 0 ? -(uint64_t)n : (uint64_t)n);
	len = strlen(digits);
	if (n < 0)
		*to++ = '-';
	for (i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return out;
}

/* Three digits: 1.23, 12.3, 123. */
static int decimals(double n)
{
	n = fabs(n);
	return n < 9.995 ? 2 : n < 99.95 ? 1 : 0;
}

struct format format_short(double n)
{
	static const char *const units[] = { "", " k", " M", " G", " T", " P", " E" };
	struct format out;
	size_t unit = 0;

	while (fabs(n) >= 999.5 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		n /= 1000;
		unit++;
	}
	/* Without a unit most values are whole numbers. */
	if (!unit && n == trunc(n))
		snprintf(out.text, sizeof(out.text), "%.0f", n);
	else
		snprintf(out.text, sizeof(out.text), "%.*f%s", decimals(n), n, units[unit]);
	return out;
}

/* To two digits that count. */
static double two_digits(double n)
{
	double last = n ? pow(10, floor(log10(fabs(n))) - 1) : 1;

	return round(n / last) * last;
}

struct format format_rough(double n)
{
	static const char *const units[] = { "", " k", " M", " G" };
	struct format out;
	size_t unit = 0;

	for (n = two_digits(n); fabs(n) >= 999.5 && unit + 1 < 4; unit++)
		n /= 1000;
	snprintf(out.text, sizeof(out.text), "%.*f%s", fabs(n) < 9.95, n, units[unit]);
	return out;
}

struct format format_percent(double part, double whole)
{
	struct format out;
	double percent = whole ? 100 * part / whole : 0;

	if (!whole)
		snprintf(out.text, sizeof(out.text), DASH);
	else if (percent && fabs(percent) < 0.05)
		snprintf(out.text, sizeof(out.text), "%s0.1 %%", percent < 0 ? "-" : "< ");
	else
		snprintf(out.text, sizeof(out.text), "%.1f %%", percent);
	return out;
}

struct format format_times(double ratio)
{
	struct format out;

	if (ratio >= 999.5)
		snprintf(out.text, sizeof(out.text), TIMES "%.26s",
			 format_int(llround(ratio)).text);
	else if (ratio > 0 && ratio < 0.0995)
		snprintf(out.text, sizeof(out.text), OVER "%.26s",
			 format_times(1 / ratio).text + strlen(TIMES));
	else
		snprintf(out.text, sizeof(out.text), TIMES "%.*f", decimals(ratio), ratio);
	return out;
}

struct format format_times_rough(double ratio)
{
	struct format out;

	if (ratio <= 0 || ratio < 0.0995 || ratio >= 99.5)
		return format_times(ratio ? two_digits(ratio) : 0);
	ratio = two_digits(ratio);
	snprintf(out.text, sizeof(out.text), TIMES "%.*f", ratio < 0.995 ? 2 : ratio < 9.95, ratio);
	return out;
}

struct format format_ratio(double ratio)
{
	double percent = 100 * (ratio - 1);
	struct format out;

	if (fabs(percent) >= 10)
		return format_times(ratio);
	if (percent && fabs(percent) < 0.005)
		snprintf(out.text, sizeof(out.text), percent < 0 ? "> -0.01 %%" : "< +0.01 %%");
	else
		snprintf(out.text, sizeof(out.text), "%+.2f %%", percent);
	return out;
}

struct format format_p(double p)
{
	struct format out;

	snprintf(out.text, sizeof(out.text), "%.2g", p);
	return out;
}

struct format format_change(int64_t from, int64_t to)
{
	struct format out;
	const char *word = DASH;

	if (from > 0 && to > 0)
		return format_times((double)to / from);
	if (from > 0 && !to)
		word = "disappears";
	if (!from && to > 0)
		word = "appears";
	snprintf(out.text, sizeof(out.text), "%s", word);
	return out;
}

struct format format_count_change(int64_t from, int64_t to)
{
	struct format difference, out;

	if (from <= 0 || to <= 0 || from >= COUNT_BASE)
		return format_change(from, to);
	difference = format_int(to - from);
	snprintf(out.text, sizeof(out.text), "%s%.40s", to > from ? "+" : "",
		 to == from ? "same" : difference.text);
	return out;
}
