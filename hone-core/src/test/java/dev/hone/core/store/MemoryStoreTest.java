package dev.hone.core.store;

class MemoryStoreTest extends StudyStoreContract {

    @Override
    StudyStore open() {
        return new MemoryStore();
    }

    @Override
    StudyStore openAnother() {
        return store;
    }
}
