"""What lies on the disk or in a bucket cannot be read without the master key.

A **master key** (a file, the environment, or a program that asks a key service) opens one small file, the **keyset**.
The keyset's keys encrypt the stored files (``files``), the files that are still being received (``pieces``) and the
pictures and secrets that lie in the database (``fields``). So the master key can be changed without touching a photo.

The formats are Tink's: streaming AEAD (AES-256-GCM, a key of its own for each file, derived by HKDF from the keyset's
and the salt at the file's head, segments of 1 MiB that can be neither altered, reordered nor cut off) and AEAD
(AES-256-GCM). See https://developers.google.com/tink/streaming-aead and Hoang, Reyhanitabar, Rogaway, Vizár 2015.
"""
