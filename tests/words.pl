#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Words that are not to be used in what users read, and what to write instead: prose in *.md, what
# programs print and say of themselves, titles of charts.  An exception is a line in
# tests/words.exceptions: FILE: TEXT  # REASON.
#
# usage: words.pl [FILE...]  without a FILE: all that git knows
use strict;
use warnings;
use FindBin qw($Bin);

my $unit = 'exit|cycle|operation|second|call|switch|access|instruction|interrupt|fault|system call|fork';
my $count = '[kMG]i?B|exits?|cycles|instructions|faults|accesses|interrupts|writes|reads|bytes|kicks|samples|times|operations';
my @rules = (
	[qr/\b(?:$count)\s+an?\s+(?:$unit|ms|millisecond|minute|vCPU|read|write|page|request|I\/O)\b(?!\s+(?:makes|takes|causes|needs|costs)\b)/i, 'rates have "per": exits per second'],
	[qr/\bper\s+an?\s+\w+/i, '"per" takes no article'],
	[qr/\b(?:is|are|was|were|be|been|being)\s+taken\s+off\b|\btak(?:e|es|ing)\s+(?:it|them|that)?\s*off\b/i, '"subtract", "exclude"'],
	[qr/\bwhat\s+(?:they|it)\s+(?:are|is)\s+otherwise\b/i, '"the default"'],
	[qr/\btells?\s+of\s+the\b/i, '"reflects", "says about"'],
	[qr/\bexits?\s+with\s+\S+\s+for\s+one\s+with\b/i, '"exits: EPT off / EPT on"'],
	[qr/\b(?:once|twice|\d+ times) a (?:second|minute|cell|run)\b/i, '"per"'],
	[qr/\bat\s+an?\s+time\s+an?\b/i, 'one of the two is too many'],
	[qr/\bbe(?:came|come|comes)\s+known\s+of\b/i, '"learned"'],
	[qr/\b(?:informations|softwares|hardwares|performances|overheads of)\b/i, 'no such plural'],
	[qr/\ballow(?:s|ed)?\s+to\s+\w+/i, '"allows X to do", or "can"'],
	[qr/\b(\w+)\s+\1\b/, 'a word twice'],
	[qr/\b(?:leverage[sd]?|utili[sz]e[sd]?|seamless(?:ly)?|powerful|robust(?:ly)?|cutting-edge|simply put)\b/i, 'says nothing: leave it out'],
	[qr/\b(?:please note|note that|it should be noted|in order to)\b/i, 'leave it out; "to"'],
);

# Words that may stand twice, and numbers in tables.
my %doubled = map { $_ => 1 } qw(that had long);

my %exceptions;
open(my $list, '<', "$Bin/words.exceptions") or die "$Bin/words.exceptions: $!\n";
while (<$list>) {
	next if /^\s*(?:#|$)/;
	my ($file, $text) = /^(\S+): (.+?)\s+# \S/ or die "$Bin/words.exceptions:$.: not FILE: TEXT  # REASON\n";
	$exceptions{$file}{$text} = 0;
}

# What users read of a file, by the number of the line that it begins in.
sub texts
{
	my ($file, $content) = @_;
	my @texts;

	if ($file =~ /\.md$/) {
		my ($code, $at, $paragraph) = (0, 0, '');
		my $nr = 0;
		for my $line (split /^/, $content) {
			$nr++;
			$code = !$code if $line =~ /^\s*```/;
			my $ends = $code || $line =~ /^\s*(?:```|$|#|\||[-*] |\d+\. )/;
			push @texts, [$at, $paragraph] if $ends && $paragraph ne '';
			($at, $paragraph) = ($nr, '') if $ends || $paragraph eq '';
			next if $code || $line =~ /^\s*```/;
			# Code is not prose, nor are conditions of prose.h, nor is where a link leads.
			$line =~ s/^(\s*)@\S+ /$1/;
			$line =~ s/`[^`]*`/`/g;
			$line =~ s/\]\([^)]*\)/]/g;
			$paragraph .= $line;
		}
		push @texts, [$at, $paragraph];
	} else {
		# Strings that stand behind each other are one.
		$content =~ s{/\*.*?\*/|//[^\n]*}{$& =~ tr/\n//cdr}gse;
		while ($content =~ /("(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*)/g) {
			my ($text, $end) = ($1, pos $content);
			my $line = 1 + (substr($content, 0, $end - length $text) =~ tr/\n//);

			$text =~ s/"\s*"//g;
			$text =~ s/\\[nvt]/ /g;
			push @texts, [$line, $text];
		}
	}
	return @texts;
}

sub complain
{
	my ($file, $line, $found, $advice) = @_;

	$found =~ s/\s+/ /g;
	if (exists $exceptions{$file} && exists $exceptions{$file}{$found}) {
		$exceptions{$file}{$found}++;
		return 0;
	}
	print "$file:$line: \"$found\": $advice\n";
	return 1;
}

my $all = !@ARGV;
my @files = $all ? grep { -f } split /\0/, `git ls-files -z -- '*.md' '*.c' '*.h' '*.roff'` : @ARGV;
# Written by others, made from records, or no prose: what tests expect.
@files = grep { !m{^(?:data|tests|REPORT)\b} } @files if $all;
my $failed = 0;
for my $file (@files) {
	open(my $f, '<', $file) or die "$file: $!\n";
	my $content = do { local $/; <$f> } // '';
	for my $text (texts($file, $content)) {
		my ($line, $words) = @$text;
		for my $rule (@rules) {
			my ($pattern, $advice) = @$rule;
			while ($words =~ /$pattern/g) {
				my ($found, $one) = ($&, $1);
				next if $advice eq 'a word twice' && ($doubled{lc $one} || $one =~ /^[\d_]*$|^.$/);
				my $at = $line + (substr($words, 0, $-[0]) =~ tr/\n//);
				$failed |= complain($file, $at, $found, $advice);
			}
		}
	}
}
for my $file ($all ? sort keys %exceptions : ()) {
	for my $text (grep { !$exceptions{$file}{$_} } sort keys %{$exceptions{$file}}) {
		print "tests/words.exceptions: $file: \"$text\" is not there any more\n";
		$failed = 1;
	}
}
exit $failed;
