-- The page of what went lists the latest of every channel but the digest: by the index of one channel, all that ever went were sorted for it.
create index notice_went on notice (sent_at desc, key) where status = 'sent' and channel <> 'digest' and sent_at is not null;
