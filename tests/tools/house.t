#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Where everything is and what may know of what, from the #include lines: no folder includes
# in a circle, no library what stands above it, and no two headers have one name.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use File::Find qw(find);
use Test::More;

# Included by path from these; see CFLAGS in the Makefile.
my @roots = qw(guest-agent benchmarks analysis);
# Above each of them are those behind it. Nothing else of another tree may be included by it.
my %below = (
	'guest-agent/util' => [],
	'guest-agent/ledger' => ['guest-agent/util'],
	'guest-agent/meter' => ['guest-agent/util', 'guest-agent/ledger'],
	'guest-agent/lib' => ['guest-agent/util', 'guest-agent/meter', 'guest-agent/ledger'],
	'guest-agent' => ['guest-agent/util', 'guest-agent/meter', 'guest-agent/ledger'],
	'benchmarks/record' => ['guest-agent/util', 'guest-agent/ledger'],
	'benchmarks' => ['guest-agent', 'guest-agent/util', 'guest-agent/meter', 'guest-agent/ledger',
			 'benchmarks/record'],
	'analysis' => ['guest-agent/util', 'guest-agent/ledger', 'benchmarks/record'],
);
# What analysis' folders of topics may share; topics know of each other without a circle.
my @shared = qw(analysis analysis/output analysis/parts analysis/select analysis/statistics
		analysis/page);
my $most = 25;

my %files;
find({ no_chdir => 1, wanted => sub {
	push @{$files{dirname($_)}}, $_ if /\.[ch]$/;
} }, @roots);

# Folder -> folder -> one of the files.
my %arrow;
my @lost;
for my $file (map { @$_ } values %files) {
	open(my $f, '<', $file) or die "$file: $!";
	while (<$f>) {
		next unless /^#include "([^"]+)"/;
		my ($found) = grep { -e } dirname($file) . "/$1", map { "$_/$1" } @roots;
		if (!$found) {
			push @lost, "$file: $1";
			next;
		}
		$arrow{dirname($file)}{dirname($found)} //= $file if dirname($found) ne dirname($file);
	}
}
is(join(', ', @lost), '', 'every header is where its path says');

# The longest entry of %below that a folder is in.
sub layer
{
	my ($folder) = @_;

	return (sort { length($b) <=> length($a) } grep { "$folder/" =~ m{^\Q$_\E/} } keys %below)[0];
}

for my $from (sort keys %arrow) {
	for my $to (sort keys %{$arrow{$from}}) {
		my ($a, $b) = (layer($from), layer($to));
		next if $a eq $b || grep { $_ eq $b } @{$below{$a}};
		ok(0, "$from includes nothing of $to ($arrow{$from}{$to})");
	}
}
for my $from (@shared) {
	my @up = grep { my $to = $_; /^analysis\// && !grep { $_ eq $to } @shared } keys %{$arrow{$from}};
	is("@up", '', "$from includes nothing of a topic");
}

# A circle: a folder that can be reached from itself.
for my $folder (sort keys %files) {
	my (%seen, @path);
	my @todo = map { [$_, "$folder -> $_"] } keys %{$arrow{$folder}};
	while (my $next = shift @todo) {
		my ($at, $path) = @$next;
		if ($at eq $folder) {
			@path = $path;
			last;
		}
		push @todo, map { [$_, "$path -> $_"] } keys %{$arrow{$at}} unless $seen{$at}++;
	}
	ok(!@path, "$folder: no circle" . (@path ? ": $path[0]" : ''));
}

my %headers;
push @{$headers{basename($_)}}, $_ for grep { /\.h$/ } map { @$_ } values %files;
for my $name (sort keys %headers) {
	is(scalar(@{$headers{$name}}), 1, "one $name: @{$headers{$name}}");
}
for my $folder (sort keys %files) {
	my $nr = @{$files{$folder}};

	cmp_ok($nr, '<=', $most, "$folder: files");
}
is(join(' ', grep { basename($_) =~ /_/ } map { @$_ } values %files), '', 'names have -, not _');

# One topic in each of analysis' other folders, each in the list of exitreport.c.
open(my $list, '<', 'analysis/exitreport.c') or die "analysis/exitreport.c: $!";
my $topics = do { local $/; <$list> };
for my $folder (sort grep { my $f = $_; /^analysis\// && !grep { $_ eq $f } @shared } keys %files) {
	(my $name = basename($folder)) =~ tr/-/_/;
	ok(-e "$folder/topic.c", "$folder has a topic.c");
	like($topics, qr/&topic_$name\b/, "exitreport.c knows topic_$name");
}

done_testing();
