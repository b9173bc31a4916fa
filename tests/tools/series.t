#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The patch series for different kernel lines are one thing: the same patches, and the
# files that they add are the same text.
use strict;
use warnings;
use File::Basename;
use Test::More;

my ($base, @others) = sort glob('kvm-instrumentation/patches/linux-*');

sub read_file {
	my ($path) = @_;
	open(my $f, '<', $path) or die "$path: $!";
	local $/;
	return <$f>;
}

# By patch: its subject, and the text of each file that it adds.
sub read_series {
	my ($dir) = @_;
	my %series;
	for my $path (glob("$dir/*.patch")) {
		my $text = read_file($path);
		my ($subject) = $text =~ /^Subject: (.*)/m;
		my $patch = $series{basename($path)} = { subject => $subject, added => {} };
		for my $part (split /^(?=diff --git )/m, $text) {
			next unless $part =~ /^new file mode/m;
			my ($name) = $part =~ m{^\+\+\+ b/(\S+)}m;
			# A folder that lines call differently.
			$name =~ s{(selftests/kvm/x86)_64/}{$1/};
			$patch->{added}{$name} = join("\n", $part =~ /^\+(?!\+\+ )(.*)$/mg);
		}
	}
	return \%series;
}

my $want = read_series($base);
ok(@others, 'there is more than one series');
for my $dir (@others) {
	my $have = read_series($dir);
	is_deeply([sort keys %$have], [sort keys %$want], "$dir: the same patches as $base");
	for my $patch (sort keys %$want) {
		is($have->{$patch}{subject}, $want->{$patch}{subject}, "$dir: $patch: subject");
		my $added = $want->{$patch}{added};
		is_deeply([sort keys %{$have->{$patch}{added}}], [sort keys %$added], "$dir: $patch: adds the same files");
		# But for KVM's selftests, whose harness has other names in each line.
		is($have->{$patch}{added}{$_}, $added->{$_}, "$dir: $_") for grep { !m{^tools/testing/} } sort keys %$added;
	}
}
# The table of lines has each of them, and no other.
my @lines = sort map { /^([\d.]+)\s/ ? $1 : () } split /\n/, read_file('kvm-instrumentation/patches/lines');
is_deeply(\@lines, [sort map { /linux-(.*)/ } ($base, @others)], 'patches/lines has all lines that there is a series for');
my $said = qx(kvm-instrumentation/build-kernel.sh 4.19 /nowhere /nowhere 2>&1);
isnt($?, 0, 'the kernel of a line without a series: refused');
like($said, qr/no patch series for kernel line 4\.19; there is one for\n(  [\d.]+\n)*  \Q$_\E\n/, "$_ is named") for @lines;

done_testing();
