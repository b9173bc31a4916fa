# SPDX-License-Identifier: GPL-2.0
# A reader of Prometheus' text format, version 0.0.4, that takes nothing else; and promtool, where it is.
package Prometheus;
use strict;
use warnings;
use Exporter qw(import);
use File::Temp qw(tempfile);

our @EXPORT = qw(prometheus_series promtool);

# prometheus_series(TEXT): a reference to { series => value }, and one to { metric => type }. Dies at
# what is no page, at a series that is there twice, and at one whose metric has no HELP and TYPE.
sub prometheus_series {
	my ($text) = @_;
	my $name = qr/[a-zA-Z_:][a-zA-Z0-9_:]*/;
	my $label = qr/[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"/;
	my (%series, %type, %help, $metric);

	die "the last line is not whole\n" if $text !~ /\n\z/;
	for (split(/\n/, $text)) {
		if (/^# HELP ($name) (?:[^\\]|\\\\|\\n)+$/) {
			die "HELP of $1 twice\n" if $help{$1}++;
		} elsif (/^# TYPE ($name) (counter|gauge)$/) {
			die "TYPE of $1 twice, or behind its series\n" if $type{$1};
			die "$1 has no HELP\n" if !$help{$1};
			($metric, $type{$1}) = ($1, $2);
		} elsif (/^(($name)(?:\{$label(?:,$label)*\})?) (-?\d+(?:\.\d+)?)$/) {
			die "$2 is not behind its TYPE\n" if $2 ne $metric;
			die "$1 twice\n" if exists $series{$1};
			die "$1 is negative\n" if $3 < 0;
			$series{$1} = $3;
		} else {
			die "no line of the format: $_\n";
		}
	}
	return (\%series, \%type);
}

# promtool(TEXT): what 'promtool check metrics' says of a page, nothing if all is well; undef without it.
sub promtool {
	my ($text) = @_;
	my ($f, $path) = tempfile(UNLINK => 1);

	return undef if system('promtool --version > /dev/null 2>&1');
	print $f $text;
	close($f) or die "$path: $!";
	my $out = qx(promtool check metrics < $path 2>&1);
	return $out . ($? ? "status $?" : '');
}

1;
