# SPDX-License-Identifier: GPL-2.0
# Are a drawing, and a page with drawings in it, the committed ones? Byte for byte where gnuplot
# is the one that drew those; with another, in what they say: another version draws other
# bytes from the same script and data.
package Drawing;
use strict;
use warnings;
use Exporter qw(import);
use File::Compare qw(compare);

our @EXPORT_OK = qw(same_drawing gnuplot_is_reference);

# What drew the committed charts: Debian 12's.
my $reference = 'gnuplot 5.4';
our $version;

sub gnuplot_is_reference
{
	$version //= `gnuplot --version 2> /dev/null` // '';
	return index($version, "$reference ") == 0;
}

sub content
{
	my ($path) = @_;

	open(my $f, '<:raw', $path) or return '';
	local $/;
	return scalar(<$f>) // '';
}

# The words of a drawing in the order in which they are drawn, and the colours of what is in it.
sub said
{
	my ($svg) = @_;
	my @texts = map { s/<[^>]*>//gr =~ s/^\s+|\s+$//gr } $svg =~ /<text\b[^>]*>(.*?)<\/text>/gs;
	my %colours = map { lc($_) => 1 } $svg =~ /#[0-9a-f]{6}\b/gi;

	return join("\n", @texts, sort keys %colours);
}

# A page without its drawings, and what these say.
sub page_said
{
	my ($page) = @_;
	my @drawings = $page =~ /(<svg\b.*?<\/svg>)/gs;

	$page =~ s/<svg\b.*?<\/svg>/<svg\/>/gs;
	return join("\n", $page, map { said($_) } @drawings);
}

my %by_kind = (svg => \&said, html => \&page_said);

# The same, as far as this machine's gnuplot can tell.
sub same_drawing
{
	my ($is, $expected) = @_;
	my ($kind) = $expected =~ /\.(\w+)$/;

	return 1 if compare($is, $expected) == 0;
	return 0 if gnuplot_is_reference() || !$by_kind{$kind};
	my $said = $by_kind{$kind}->(content($is));
	return $said ne '' && $said eq $by_kind{$kind}->(content($expected));
}

1;
