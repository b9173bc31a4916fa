#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What makes a drawing another one, when the gnuplot here is not that of the committed charts.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Drawing qw(same_drawing gnuplot_is_reference);
use Golden;
use Test::More;

my $drawing = qq(<svg viewBox="0 0 10 5"><text x="1"><tspan>exits</tspan></text><path d="M1,2" fill="#0072b2"/></svg>\n);
my $page = qq(<p>It made 12 exits.</p>$drawing<p>So.</p>\n);

sub judged
{
	my ($gnuplot, $kind, $is, $expected) = @_;

	make_gnuplot($gnuplot);
	write_text("is.$kind", $is);
	write_text("expected.$kind", $expected);
	return same_drawing("is.$kind", "expected.$kind");
}

# What tells the version is a program of that name in the first folder of PATH.
sub make_gnuplot
{
	my ($version) = @_;

	write_text('gnuplot', "#!/bin/sh\necho gnuplot $version\n");
	chmod(0755, 'gnuplot');
	no warnings 'once';
	undef $Drawing::version;
}

local $ENV{PATH} = ".:$ENV{PATH}";

(my $moved = $drawing) =~ s/M1,2/M1,2.01/;
(my $renamed = $drawing) =~ s/exits/cycles/;
(my $recoloured = $drawing) =~ s/#0072b2/#d55e00/;

make_gnuplot('5.4 patchlevel 4');
ok(gnuplot_is_reference(), 'the gnuplot of the committed charts is known');
ok(judged('5.4 patchlevel 4', 'svg', $drawing, $drawing), 'the same bytes are the same drawing');
ok(!judged('5.4 patchlevel 4', 'svg', $moved, $drawing), 'its bytes count to the last one');
make_gnuplot('6.0 patchlevel 2');
ok(!gnuplot_is_reference(), 'another is not that one');
ok(judged('6.0 patchlevel 2', 'svg', $moved, $drawing), 'with another a line may lie elsewhere');
ok(!judged('6.0 patchlevel 2', 'svg', $renamed, $drawing), 'but the words are the same');
ok(!judged('6.0 patchlevel 2', 'svg', $recoloured, $drawing), 'and the colours');
ok(!judged('6.0 patchlevel 2', 'svg', '', $drawing), 'nothing is no drawing');
ok(judged('6.0 patchlevel 2', 'html', $page =~ s/M1,2/M1,3/r, $page), 'so it is with a drawing in a page');
ok(!judged('6.0 patchlevel 2', 'html', $page =~ s/12/13/r, $page), 'whose own text counts to the last byte');
ok(!judged('6.0 patchlevel 2', 'html', $page =~ s/exits<\/tspan/x<\/tspan/r, $page), 'and the words in its drawings');
ok(!judged('6.0 patchlevel 2', 'dat', "1 2\n", "1 3\n"), 'data are never another matter');

done_testing();
