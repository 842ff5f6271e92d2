"""Files of tweets become lines to post, in order, addressed to us."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from webcare.replay.posting import _waves
from webcare.replay.tweets import Tweet, UnreadableFile, read

AIRLINE = """tweet_id\tairline_sentiment\tnegativereason\tairline\ttweet_created\ttext
2\tnegative\tnan\tNorth Wind\t2/24/2015 11:42\t@NorthWindAir where is my bag
1\tneutral\tnan\tNorth Wind\t2/24/2015 11:40\tno name in it at all
"""
TWCS = """tweet_id\tauthor_id\tinbound\tcreated_at\ttext\tresponse_tweet_id\tin_response_to_tweet_id
3\t77\tTrue\tTue Oct 31 22:12:00 +0000 2017\t@northcares thank you\tnan\t2.0
2\tnorthcares\tFalse\tTue Oct 31 22:11:00 +0000 2017\t@77 We look.\t3\t1.0
1\t77\tTrue\tTue Oct 31 22:10:00 +0000 2017\t@northcares where is my parcel?\t2\tnan
9\tnorthcares\tFalse\tTue Oct 31 22:10:30 +0000 2017\t@88 To something the file does not hold.\tnan\t8.0
"""


def written(folder: Path, content: str) -> Path:
    path = folder / "tweets.tsv"
    path.write_text(content, encoding="utf-8")
    return path


def test_tweets_to_airlines_are_addressed_to_us_and_come_in_order(tmp_path: Path) -> None:
    first, second = read(written(tmp_path, AIRLINE), "airline", "lowlandair")
    assert first.text == "@lowlandair no name in it at all"
    assert second.text == "@lowlandair where is my bag"
    assert first.at == datetime(2015, 2, 24, 11, 40, tzinfo=UTC)
    assert first.handle != second.handle


def test_threads_keep_who_answers_whom_and_companies_become_ours(tmp_path: Path) -> None:
    asked, answered, thanked = read(written(tmp_path, TWCS), "twcs", "lowlandair")
    assert (asked.text, asked.ours, asked.answers) == ("@lowlandair where is my parcel?", False, "")
    assert (answered.handle, answered.ours, answered.answers) == ("lowlandair", True, "1")
    assert (thanked.handle, thanked.answers) == (asked.handle, "2")


@pytest.mark.parametrize("content", ["", "tweet_id\ttext\n1\thello\n", AIRLINE.replace("2/24/2015 11:42", "yesterday")])
def test_another_kind_of_file_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableFile, match=r"tweets\.tsv"):
        read(written(tmp_path, content), "airline", "lowlandair")


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read(tmp_path / "nowhere.tsv", "airline", "lowlandair")


def test_nobody_answers_somebody_of_the_same_wave() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    tweets = [Tweet(str(n), "a", "text", at, answers=str(n - 1) if n % 2 else "") for n in range(10)]
    for wave in _waves([(tweet, 0.0) for tweet in tweets], 0.0):
        keys = {tweet.key for tweet, _ in wave}
        assert all(tweet.answers not in keys for tweet, _ in wave)
