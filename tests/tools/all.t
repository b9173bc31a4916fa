#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# tests/all.sh: each target is tried, what passed is not run again, and a failure is the status.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);

sub all {
	my @targets = @_;
	my $out = qx(tests/all.sh $dir @targets);
	return ($? >> 8, $out);
}

my ($status, $out) = all('no-such-target', 'help');
is($status, 1, 'one failed');
like($out, qr/^no-such-target: FAILED, see \Q$dir\E\/no-such-target\.log, 0 min \d+ s$/m, 'it is named, with its log');
like($out, qr/^help: passed, 0 min \d+ s$/m, 'the next one is tried');

($status, $out) = all('no-such-target', 'help');
is($status, 1, 'again');
like($out, qr/^no-such-target: FAILED/m, 'what failed is tried again');
like($out, qr/^help: passed before, with the same files$/m, 'what passed is not');

($status, $out) = all('help');
is($status, 0, 'nothing failed');

open(my $f, '>', "$dir/help.passed") or die;
print $f "other files\n";
close($f);
($status, $out) = all('help');
like($out, qr/^help: passed, /m, 'it is tried again when the files are others');
done_testing();
